import { Command, CommanderError } from "commander";
import { doctorCommand } from "./commands/doctor.ts";
import { modelsCommand } from "./commands/models.ts";
import { quoteCommand } from "./commands/quote.ts";
import { receiptCommand } from "./commands/receipt.ts";
import { routesCommand } from "./commands/routes.ts";
import { runCommand } from "./commands/run.ts";
import { spendCommand } from "./commands/spend.ts";
import { tasksCommand } from "./commands/tasks.ts";
import { trustCommand } from "./commands/trust.ts";
import { undoCommand } from "./commands/undo.ts";
import { exitCodes, exitCodesHelp } from "./exit-codes.ts";
import { warn, write } from "./output.ts";
import type { Terminal } from "./terminal.ts";
import { version } from "./version.ts";
import { visible } from "./visible-text.ts";

const commands = [
  ...[runCommand, quoteCommand, undoCommand],
  ...[receiptCommand, tasksCommand, spendCommand],
  ...[modelsCommand, routesCommand, doctorCommand, trustCommand],
];

const examples = `
Examples:
  stepladder run "fix the failing date tests" --check "npm test"
  stepladder run --mode ask "where are sessions stored?"
  git diff | stepladder run --mode ask --kind review -
  stepladder quote "add a --json flag to the report command"
  stepladder spend --by model --since 2026-01-01

${exitCodesHelp}`;

/** Runs one command line and resolves to the exit code. The one boundary that turns our own bugs into a sentence. */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = exitCodes.proved;
  const program = new Command("stepladder")
    .description(
      "A coding agent that gives each task to the cheapest model that will finish it, and proves the result.",
    )
    .version(version, "-V, --version")
    .addHelpText("after", examples)
    .showSuggestionAfterError();
  for (const build of commands) program.addCommand(build(terminal, (result) => (code = result)));
  for (const command of [program, ...program.commands]) contain(command, terminal);
  try {
    await program.parseAsync(words, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.proved : exitCodes.usage;
    await warn(terminal, [visible(explain(error, terminal.env))]);
    return exitCodes.failed;
  }
}

function contain(command: Command, terminal: Terminal): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => void write(terminal.stdout, text),
    writeErr: (text) => void write(terminal.stderr, visible(text)),
    getOutHelpWidth: () => terminal.stdout.columns ?? 100,
  });
}

function explain(error: unknown, env: NodeJS.ProcessEnv): string {
  if (env.STEPLADDER_DEBUG === "1") return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const message = error instanceof Error ? error.message : String(error);
  // The ledger's own errors already end in what to do.
  if (error instanceof Error && error.name === "LedgerError") return message;
  return `Something went wrong in Stepladder: ${message}. STEPLADDER_DEBUG=1 shows where.`;
}
