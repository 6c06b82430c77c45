import { Command } from "commander";
import type { BuildCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { addTaskOptions } from "../options.ts";
import { print, warn } from "../output.ts";
import { askedTask, type TaskOptions } from "../task-request.ts";
import type { Terminal } from "../terminal.ts";
import { roughUsd } from "../usd.ts";
import { visible, visibleLine } from "../visible-text.ts";
import { withBody } from "../with-body.ts";

interface QuoteOptions extends TaskOptions {
  readonly json: boolean;
}

export const quoteCommand: BuildCommand = (terminal, exitWith) =>
  addTaskOptions(new Command("quote").argument("<prompt...>", "what would be done; - reads it from stdin"))
    .description("Tell what a task is expected to cost; spends nothing")
    .option("--json", "print it as JSON", false)
    .addHelpText("after", '\nExample:\n  stepladder quote "move the parser into its own module"')
    .action(async (words: readonly string[], options: QuoteOptions) => exitWith(await quote(words, options, terminal)));

async function quote(words: readonly string[], options: QuoteOptions, terminal: Terminal): Promise<number> {
  const asked = await askedTask(words, options, terminal);
  if (asked.kind === "usage") {
    await warn(terminal, [visible(asked.message)]);
    return exitCodes.usage;
  }
  return withBody(terminal, async (body) => {
    const result = await body.agent.quote(asked.request);
    if (result.kind === "refused") {
      await warn(terminal, [visible(result.message)]);
      return exitCodes.refused;
    }
    const { low, likely, high, because, models } = result.quote;
    const lines = [
      `likely  ${roughUsd(likely)}`,
      `range   ${roughUsd(low)} to ${roughUsd(high)}`,
      `models  ${visibleLine(models.join(", then "))}`,
      visibleLine(because),
    ];
    await print(terminal, options.json ? [JSON.stringify(result.quote)] : lines);
    return exitCodes.proved;
  });
}
