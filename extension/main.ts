import { type ExtensionContext, window } from "vscode";
import { registerDoctorDocument } from "./commands/doctor-document.ts";
import { registerCommands } from "./commands/register-commands.ts";
import { createServer } from "./connection/create-server.ts";
import { tellServer } from "./connection/tell-server.ts";
import { registerDashboard } from "./dashboard/register-dashboard.ts";
import { registerInlineEditor } from "./inline/register-inline-editor.ts";
import { registerModelCommands } from "./models/register-model-commands.ts";
import { createNotify } from "./notify-messages.ts";
import { createPanel } from "./panel/create-panel.ts";
import type { Parts } from "./parts.ts";
import { registerFixAction } from "./problems/fix-action.ts";
import { registerReview } from "./review/register-review.ts";
import { registerSpend } from "./spend/register-spend.ts";
import { createTasks } from "./tasks/create-tasks.ts";
import { tellTasks } from "./tasks/tell-tasks.ts";

let stopServer: (() => Promise<void>) | undefined;

/** Makes the parts, then registers the features. The server starts when something asks it for the first time. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel("Stepladder", { log: true });
  const notify = createNotify(log);
  try {
    const { server, keys, onDidCrash, stop } = createServer(context, log);
    stopServer = stop;
    const tasks = createTasks(server, context.subscriptions);
    const panel = createPanel({ context, server, tasks, notify });
    const parts: Parts = { context, server, tasks, notify, panel };
    context.subscriptions.push(
      log,
      panel,
      tellServer(parts, onDidCrash),
      tellTasks(parts),
      registerCommands(parts),
      registerDoctorDocument(),
      registerFixAction(),
      registerModelCommands(parts, keys),
      registerInlineEditor(parts),
      registerReview(parts),
      registerSpend(parts),
      registerDashboard(parts),
    );
  } catch (error) {
    // The editor itself says nothing when an extension can't be activated.
    notify.failure(error);
  }
}

/** Running tasks take their changes back before the server leaves. */
export async function deactivate(): Promise<void> {
  await stopServer?.();
}
