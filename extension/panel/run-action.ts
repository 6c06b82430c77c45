import { commands, env, Uri } from "vscode";
import type { Action } from "../../media/task-panel/messages.ts";
import { problemText, settingNamedIn } from "../connection/configuration-problems.ts";
import type { ServerState } from "../connection/server.ts";

const ownCommands: Readonly<Record<Exclude<Action, "get-ollama" | "open-settings">, string>> = {
  "set-api-key": "stepladder.setApiKey",
  "choose-models": "stepladder.chooseModels",
  "pull-model": "stepladder.pullModel",
  doctor: "stepladder.doctor",
  "manage-trust": "workbench.trust.manage",
  "open-folder": "workbench.action.files.openFolder",
  "restart-server": "stepladder.restartServer",
  "show-log": "stepladder.showLog",
  "spend-dashboard": "stepladder.spendDashboard",
  "set-budget": "stepladder.setBudget",
};

/** What one click in the panel does in the editor. */
export async function runAction(action: Action, server: ServerState): Promise<void> {
  if (action === "get-ollama") await env.openExternal(Uri.parse("https://ollama.com/download"));
  else if (action === "open-settings")
    await commands.executeCommand("workbench.action.openSettings", settingToMend(server));
  else await commands.executeCommand(ownCommands[action]);
}

/** The settings page's query for the setting that can't be used, or for all of them. */
function settingToMend(server: ServerState): string {
  if (server.kind !== "running" || server.configuration.kind !== "invalid") return "stepladder";
  const setting = settingNamedIn(problemText(server.configuration.problems));
  return setting === undefined ? "stepladder" : `@id:${setting}`;
}
