import { type Command, InvalidArgumentError, Option } from "commander";
import { kinds } from "../protocol/kinds.ts";
import { typedUsd } from "./usd.ts";

export function usd(text: string): bigint {
  const amount = typedUsd(text);
  if (amount === undefined) throw new InvalidArgumentError("Give dollars such as 0.25.");
  return amount;
}

function filled(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("It is empty.");
  return text;
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, filled(value)];
}

export const folderOption = () =>
  new Option("--folder <path>", "the workspace; default: the repository around the current folder").argParser(filled);

/** What says which task it is; `run` and `quote` understand the same. */
export function addTaskOptions(command: Command): Command {
  return command
    .addOption(new Option("--mode <mode>", "ask edits nothing").choices(["ask", "edit"]).default("edit"))
    .addOption(
      new Option("--kind <kind>", "what sort of work it is; found from the prompt when left out").choices(kinds),
    )
    .addOption(
      new Option("--check <command>", "must pass for the task to count as done; may be repeated")
        .argParser(collect)
        .default([], "what the repository has and you trusted"),
    )
    .addOption(
      new Option("--allow <command>", "may run without asking in this task; may be repeated")
        .argParser(collect)
        .default([], "none"),
    )
    .addOption(new Option("--budget <usd>", "the most that this task may cost").argParser(usd))
    .addOption(new Option("--model <model>", "only this model or rung").argParser(filled))
    .addOption(folderOption());
}
