import { Command } from "commander";
import type { Body } from "../../body.ts";
import type { BuildCommand } from "../command.ts";
import { exitCodeOf, exitCodes, exitCodesHelp } from "../exit-codes.ts";
import { watchInterrupts } from "../interrupts.ts";
import { addTaskOptions } from "../options.ts";
import { warn } from "../output.ts";
import { nobody, personAt } from "../person.ts";
import { askedTask, type TaskOptions } from "../task-request.ts";
import { isInteractive, type Terminal } from "../terminal.ts";
import { viewFor } from "../view/task-view.ts";
import { visible } from "../visible-text.ts";
import { withBody } from "../with-body.ts";

const more = `
What would ask is refused when nobody is there to answer (stdin or stdout is no terminal, or --json); name it with --allow.

Examples:
  stepladder run "fix the failing date tests" --check "npm test"
  stepladder run "update the changelog" --budget 0.05 --allow "npm run build"
  stepladder run --mode ask --model local "what does src/router.ts do?"
  stepladder run - --json < task.txt

${exitCodesHelp}`;

interface RunOptions extends TaskOptions {
  readonly json: boolean;
}

export const runCommand: BuildCommand = (terminal, exitWith) =>
  addTaskOptions(new Command("run").argument("<prompt...>", "what to do; - reads it from stdin"))
    .description("Run a task: the cheapest able model first, checked, stepped up when the check fails")
    .option("--json", "print one event per line, and nothing else", false)
    .addHelpText("after", more)
    .action(async (words: readonly string[], options: RunOptions) => exitWith(await run(words, options, terminal)));

async function run(words: readonly string[], options: RunOptions, terminal: Terminal): Promise<number> {
  const asked = await askedTask(words, options, terminal);
  if (asked.kind === "usage") {
    await warn(terminal, [visible(asked.message)]);
    return exitCodes.usage;
  }
  return withBody(terminal, async (body) => {
    await warn(terminal, asked.notices.map(visible));
    return runTask(body, asked.request, options.json, terminal);
  });
}

async function runTask(
  body: Body,
  request: Parameters<Body["agent"]["run"]>[0],
  json: boolean,
  terminal: Terminal,
): Promise<number> {
  const view = await viewFor(terminal, json);
  const interrupts = watchInterrupts(
    () => view.cancelling(),
    () => view.close(),
  );
  const person = isInteractive(terminal) && !json ? personAt(terminal, view, interrupts) : nobody;
  try {
    const signal = AbortSignal.any([interrupts.signal, terminal.outputEnd]);
    const task = body.agent.run(request, person, signal);
    for await (const event of task.events) await view.show(event);
    return exitCodeOf(await task.outcome);
  } finally {
    view.close();
    interrupts.stop();
  }
}
