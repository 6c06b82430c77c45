import type { Connection, WorkDoneProgressServerReporter } from "vscode-languageserver/node";
import { exactUsd } from "../cli/usd.ts";
import { visibleLine } from "../cli/visible-text.ts";
import type { TaskEvent } from "../protocol/events.ts";

/** Shows running tasks with the editor's own progress, whose cancel button cancels the task. */
export interface Progress {
  begin(task: string, prompt: string, cancel: () => void): void;
  report(task: string, event: TaskEvent): void;
}

export const noProgress: Progress = { begin: () => {}, report: () => {} };

export function editorProgress(connection: Connection): Progress {
  const shown = new Map<string, Shown>();
  return {
    begin(task, prompt, cancel) {
      const entry: Shown = { reporter: undefined, spent: 0n, over: false };
      shown.set(task, entry);
      connection.window.createWorkDoneProgress().then(
        (reporter) => {
          if (entry.over) return;
          entry.reporter = reporter;
          reporter.begin(visibleLine(prompt).slice(0, 80), undefined, undefined, true);
          reporter.token.onCancellationRequested(cancel);
        },
        () => {
          // An editor that refuses a progress bar still gets the events.
        },
      );
    },
    report(task, event) {
      const entry = shown.get(task);
      if (entry === undefined) return;
      if (event.type === "call-end" && event.state === "posted") entry.spent += BigInt(event.cost);
      const message = messageOf(event, entry.spent);
      if (message !== undefined) entry.reporter?.report(message);
      if (event.type !== "task-end") return;
      entry.over = true;
      entry.reporter?.done();
      shown.delete(task);
    },
  };
}

interface Shown {
  reporter: WorkDoneProgressServerReporter | undefined;
  spent: bigint;
  over: boolean;
}

function messageOf(event: TaskEvent, spent: bigint): string | undefined {
  switch (event.type) {
    case "attempt-start":
      return visibleLine(`attempt ${event.number}: ${event.model}`);
    case "call-start":
      return visibleLine(`${event.model}, step ${event.step}, ${exactUsd(spent)}`);
    case "check-start":
      return visibleLine(`checking: ${event.check}`);
    default:
      return undefined;
  }
}
