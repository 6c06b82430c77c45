import type { Parts } from "../parts.ts";
import { type FixRequest, fixProblems } from "../problems/fix-problems.ts";
import { generateCommitMessage } from "../source-control/generate-commit-message.ts";
import { addDocumentation, explain, refactor, reviewChanges, writeTests } from "./code-commands.ts";
import { doctor } from "./doctor.ts";
import { newTask } from "./new-task.ts";
import { quoteTask } from "./quote-task.ts";
import type { CommandName } from "./register-commands.ts";
import { escalateTask, showReceipt, stopTask } from "./task-control.ts";
import { undoTask } from "./undo-task.ts";

type Command = (parts: Parts, argument: never) => Promise<void> | void;

/** What each command does. Those of the inline editor, the review, the models and the spend stand with their parts. */
export const commandTable: Readonly<Record<CommandName, Command>> = {
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
