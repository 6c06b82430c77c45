import { commands, Disposable, type Event, l10n } from "vscode";
import { firstLine } from "../commands/pick-task.ts";
import type { Parts } from "../parts.ts";
import type { WindowTask } from "../tasks/tasks.ts";
import type { ServerState } from "./server.ts";

type TellParts = Pick<Parts, "server" | "tasks" | "panel" | "notify">;

/** Tells what happens to the server without being asked for: that it ended in the middle, and settings that it can't use. */
export function tellServer(parts: TellParts, onDidCrash: Event<{ readonly again: boolean }>): Disposable {
  let interrupted: WindowTask[] = [];
  let toldProblems = "";
  const safely = (telling: Promise<void>) => void telling.catch((error) => parts.notify.failure(error));
  return Disposable.from(
    parts.tasks.onDidChange((task) => {
      if (task.state === "interrupted") interrupted.push(task);
    }),
    onDidCrash(({ again }) => {
      safely(tellCrash(parts, again, interrupted));
      interrupted = [];
    }),
    parts.server.onDidChangeState((state) => {
      // The user stopped it, and knows.
      if (state.kind === "not-started") interrupted = [];
      const problems = problemsOf(state);
      if (problems === undefined) return;
      const text = JSON.stringify(problems);
      if (problems.length > 0 && text !== toldProblems) safely(tellProblems(parts, problems));
      toldProblems = text;
    }),
  );
}

async function tellCrash(
  { server, panel, notify }: TellParts,
  again: boolean,
  interrupted: readonly WindowTask[],
): Promise<void> {
  const what = again
    ? l10n.t("The Stepladder server ended unexpectedly and is started again.")
    : server.state.kind === "failed"
      ? server.state.message
      : l10n.t("The Stepladder server ended unexpectedly.");
  const [task] = interrupted;
  const log = l10n.t("Show Log");
  if (task === undefined) {
    if ((await notify.warn(what, log)) === log) server.showLog();
    return;
  }
  const which =
    interrupted.length === 1
      ? l10n.t("A task was interrupted: {0}", firstLine(task.prompt))
      : l10n.t("{0} tasks were interrupted.", interrupted.length);
  const [undo, show] = [l10n.t("Undo Its Changes"), l10n.t("Show")];
  const actions = interrupted.length === 1 ? [undo, show, log] : [show, log];
  const answer = await notify.warn(`${what} ${which}`, ...actions);
  if (answer === undo) await commands.executeCommand("stepladder.undoTask", task.task);
  else if (answer === show) await panel.showTask(task.task);
  else if (answer === log) server.showLog();
}

type Problems = readonly { readonly where: string; readonly message: string }[];

/** Undefined while nothing is known. */
function problemsOf(state: ServerState): Problems | undefined {
  if (state.kind !== "running") return undefined;
  return state.configuration.kind === "invalid" ? state.configuration.problems : [];
}

async function tellProblems({ server, notify }: TellParts, problems: Problems): Promise<void> {
  const [first] = problems;
  if (first === undefined) return;
  const sentence = first.where === "" ? first.message : `${first.where}: ${first.message}`;
  const more = problems.length > 1 ? ` ${l10n.t("There are {0} more.", problems.length - 1)}` : "";
  const isSetting = first.where.startsWith("stepladder.");
  const action = isSetting ? l10n.t("Open the Setting") : l10n.t("Show Log");
  if ((await notify.warn(`${sentence}${more}`, action)) !== action) return;
  if (isSetting) await commands.executeCommand("workbench.action.openSettings", `@id:${settingName(first.where)}`);
  else server.showLog();
}

/** The settings page knows whole settings, not the places inside them. */
function settingName(where: string): string {
  return /^stepladder\.(?:budgets\.)?[A-Za-z]+/.exec(where)?.[0] ?? where;
}
