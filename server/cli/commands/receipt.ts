import { Command } from "commander";
import type { BuildCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { findTask } from "../find-task.ts";
import { print, warn } from "../output.ts";
import type { Terminal } from "../terminal.ts";
import { receiptLines } from "../view/receipt-text.ts";
import { styleOf } from "../view/style.ts";
import { visible } from "../visible-text.ts";
import { withBody } from "../with-body.ts";

export const receiptCommand: BuildCommand = (terminal, exitWith) =>
  new Command("receipt")
    .argument("[task]", "its id or a unique beginning of it; default: the last task")
    .description("Show what a task cost, call by call, with each attempt's verdict")
    .option("--json", "print it as JSON", false)
    .addHelpText("after", "\nExamples:\n  stepladder receipt\n  stepladder receipt 7k2m --json")
    .action(async (task: string | undefined, { json }: { json: boolean }) =>
      exitWith(await receipt(task, json, terminal)),
    );

async function receipt(asked: string | undefined, json: boolean, terminal: Terminal): Promise<number> {
  return withBody(
    terminal,
    async ({ books }) => {
      const found = findTask(books, asked, undefined);
      if (found.kind === "no-task") {
        await warn(terminal, [visible(found.message)]);
        return exitCodes.usage;
      }
      const view = books.receipt(found.task.task);
      if (view === undefined) {
        await warn(terminal, [`The ledger holds no receipt for ${found.task.task}. Run stepladder doctor.`]);
        return exitCodes.failed;
      }
      const style = styleOf(terminal.env, terminal.stdout.isTTY === true);
      await print(terminal, json ? [JSON.stringify(view)] : receiptLines(view, style));
      return exitCodes.proved;
    },
    "no-notices",
  );
}
