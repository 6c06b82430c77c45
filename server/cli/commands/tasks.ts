import { Command, InvalidArgumentError } from "commander";
import type { TaskRow } from "../../body.ts";
import type { BuildCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { findFolder } from "../folder.ts";
import { toJson } from "../json.ts";
import { print } from "../output.ts";
import type { Terminal } from "../terminal.ts";
import { truncate } from "../text-width.ts";
import { exactUsd } from "../usd.ts";
import { alignRows } from "../view/table.ts";
import { visibleLine } from "../visible-text.ts";
import { withBody } from "../with-body.ts";

interface TasksOptions {
  readonly here: boolean;
  readonly limit: number;
  readonly json: boolean;
}

export const tasksCommand: BuildCommand = (terminal, exitWith) =>
  new Command("tasks")
    .description("List the tasks, newest first")
    .option("--here", "only those of this folder", false)
    .option("--limit <count>", "how many", count, 20)
    .option("--json", "print them as JSON", false)
    .addHelpText("after", "\nExample:\n  stepladder tasks --here --limit 5")
    .action(async (options: TasksOptions) => exitWith(await tasks(options, terminal)));

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 10_000) throw new InvalidArgumentError("Give 1 to 10000.");
  return value;
}

async function tasks(options: TasksOptions, terminal: Terminal): Promise<number> {
  const folder = await findFolder(undefined, terminal.cwd);
  const workspace = options.here && folder.kind === "folder" ? folder.root : undefined;
  return withBody(
    terminal,
    async ({ books }) => {
      const rows = books.tasks({ workspace, prefix: undefined, limit: options.limit });
      if (options.json) await print(terminal, [toJson(rows)]);
      else
        await print(terminal, rows.length === 0 ? ["No task yet."] : taskLines(rows, terminal.stdout.columns ?? 120));
      return exitCodes.proved;
    },
    "no-notices",
  );
}

export function taskLines(rows: readonly TaskRow[], width: number): readonly string[] {
  const cells = rows.map((row) => [
    row.task,
    row.startedAt.slice(0, 16).replace("T", " "),
    row.kind,
    row.outcome,
    exactUsd(row.posted),
    row.held > 0n ? `(${exactUsd(row.held)} held)` : "",
    visibleLine(row.prompt),
  ]);
  const head = ["task", "started (UTC)", "kind", "outcome", "spent", "", "prompt"];
  return alignRows([head, ...cells], ["left", "left", "left", "left", "right", "left", "left"]).map((line) =>
    truncate(line, width),
  );
}
