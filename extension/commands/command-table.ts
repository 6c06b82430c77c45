import { commands, Disposable } from "vscode";
import type { Parts } from "../parts.ts";
import { type FixRequest, fixProblems } from "../problems/fix-problems.ts";
import { generateCommitMessage } from "../source-control/generate-commit-message.ts";
import { addDocumentation, explain, refactor, reviewChanges, writeTests } from "./code-commands.ts";
import { doctor } from "./doctor.ts";
import { newTask } from "./new-task.ts";
import { quoteTask } from "./quote-task.ts";
import { escalateTask, showReceipt, stopTask } from "./task-control.ts";
import { undoTask } from "./undo-task.ts";

type Command = (parts: Parts, argument: never) => Promise<void> | void;

/** The commands of this part. Those of the inline editor, the review, the models and the spend stand with their parts. */
const table: Readonly<Record<string, Command>> = {
  "stepladder.newTask": newTask,
  "stepladder.fixProblems": (parts, request: FixRequest | undefined) => fixProblems(parts, request),
  "stepladder.explain": explain,
  "stepladder.writeTests": writeTests,
  "stepladder.addDocumentation": addDocumentation,
  "stepladder.refactor": refactor,
  "stepladder.reviewChanges": reviewChanges,
  "stepladder.generateCommitMessage": generateCommitMessage,
  "stepladder.quoteTask": quoteTask,
  "stepladder.escalateTask": escalateTask,
  "stepladder.stopTask": stopTask,
  "stepladder.undoTask": undoTask,
  "stepladder.showReceipt": showReceipt,
  "stepladder.doctor": doctor,
  "stepladder.restartServer": ({ server }) => server.restart(),
  "stepladder.showLog": ({ server }) => server.showLog(),
};

/** Whatever goes wrong in a command is told in one place. */
export function registerCommands(parts: Parts): Disposable {
  return Disposable.from(
    ...Object.entries(table).map(([name, run]) =>
      commands.registerCommand(name, async (argument: never) => {
        try {
          await run(parts, argument);
        } catch (error) {
          parts.notify.failure(error);
        }
      }),
    ),
  );
}
