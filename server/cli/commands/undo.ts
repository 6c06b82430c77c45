import { Command } from "commander";
import type { UndoResult } from "../../agent/agent.ts";
import type { BuildCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { findTask } from "../find-task.ts";
import { findFolder } from "../folder.ts";
import { folderOption } from "../options.ts";
import { print, warn } from "../output.ts";
import type { Terminal } from "../terminal.ts";
import { visible, visibleLine } from "../visible-text.ts";
import { withBody } from "../with-body.ts";

export const undoCommand: BuildCommand = (terminal, exitWith) =>
  new Command("undo")
    .argument("[task]", "its id or a unique beginning of it; default: the last task of this folder")
    .description("Take all changes of a task back; what you changed since is left alone and named")
    .addOption(folderOption())
    .addHelpText("after", "\nExamples:\n  stepladder undo\n  stepladder undo 7k2m")
    .action(async (task: string | undefined, { folder }: { folder?: string }) =>
      exitWith(await undo(task, folder, terminal)),
    );

async function undo(asked: string | undefined, named: string | undefined, terminal: Terminal): Promise<number> {
  const folder = await findFolder(named, terminal.cwd);
  if (folder.kind === "bad-folder") {
    await warn(terminal, [visible(folder.message)]);
    return exitCodes.usage;
  }
  return withBody(
    terminal,
    async (body) => {
      const found = findTask(body.books, asked, folder.root);
      if (found.kind === "no-task") {
        await warn(terminal, [visible(found.message)]);
        return exitCodes.usage;
      }
      const { task, workspace, prompt } = found.task;
      const result = await body.agent.undo(task, workspace);
      await print(terminal, [`${task}: ${visibleLine(prompt)}`, ...undoLines(result).map(visibleLine)]);
      return undoExitCode(result);
    },
    "no-notices",
  );
}

/** Files that could not be taken back leave the undo unfinished, and scripts must see that. */
export function undoExitCode(result: UndoResult): number {
  switch (result.kind) {
    case "undone":
    case "nothing-to-undo":
      return exitCodes.proved;
    case "partly":
      return exitCodes.failed;
    case "no-such-task":
    case "still-running":
      return exitCodes.usage;
  }
}

export function undoLines(result: UndoResult): readonly string[] {
  switch (result.kind) {
    case "undone":
      return result.restored.map((path) => `taken back: ${path}`);
    case "partly":
      return [
        ...result.restored.map((path) => `taken back: ${path}`),
        ...result.conflicts.map(
          ({ path, keptAt }) =>
            `left alone, because it changed after the task: ${path} (as it was before the task: ${keptAt})`,
        ),
      ];
    case "nothing-to-undo":
      return ["There is nothing to take back."];
    case "still-running":
      return ["This task is still running. Stop it first, then undo it."];
    case "no-such-task":
      return ["Nothing is kept of this task. List the tasks: stepladder tasks."];
  }
}
