import { commands, Disposable, type Event, l10n } from "vscode";
import { firstLine } from "../commands/pick-task.ts";
import type { Parts } from "../parts.ts";
import type { WindowTask } from "../tasks/tasks.ts";
import { problemText } from "./configuration-problems.ts";
import type { ServerState } from "./server.ts";
import { ServerFailure } from "./server-failure.ts";

type TellParts = Pick<Parts, "server" | "tasks" | "panel" | "notify">;

/** Tells what happens to the server without being asked for: that it ended in the middle, and settings that it can't use. */
export function tellServer(parts: TellParts, onDidCrash: Event<{ readonly again: boolean }>): Disposable {
  let interrupted: WindowTask[] = [];
  let told = "";
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
      // Told as a request is that they keep from being served, so that both are one message.
      if (problems !== "" && problems !== told) parts.notify.failure(new ServerFailure("not-configured", problems));
      told = problems;
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

/** Undefined while nothing is known; empty when all is in order. */
function problemsOf(state: ServerState): string | undefined {
  if (state.kind !== "running") return undefined;
  return state.configuration.kind === "invalid" ? problemText(state.configuration.problems) : "";
}
