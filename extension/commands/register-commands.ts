import { commands, Disposable } from "vscode";
import type { Parts } from "../parts.ts";

const names = [
  "stepladder.newTask",
  "stepladder.fixProblems",
  "stepladder.explain",
  "stepladder.writeTests",
  "stepladder.addDocumentation",
  "stepladder.refactor",
  "stepladder.reviewChanges",
  "stepladder.generateCommitMessage",
  "stepladder.quoteTask",
  "stepladder.escalateTask",
  "stepladder.stopTask",
  "stepladder.undoTask",
  "stepladder.showReceipt",
  "stepladder.doctor",
  "stepladder.restartServer",
  "stepladder.showLog",
] as const;
export type CommandName = (typeof names)[number];

/** What the commands do is read from disk when the first of them runs. Whatever goes wrong in one is told in one place. */
export function registerCommands(parts: Parts): Disposable {
  return Disposable.from(
    ...names.map((name) =>
      commands.registerCommand(name, async (argument: never) => {
        try {
          const { commandTable } = await import("./command-table.ts");
          await commandTable[name](parts, argument);
        } catch (error) {
          parts.notify.failure(error);
        }
      }),
    ),
  );
}
