import { Command } from "commander";
import type { Body } from "../../body.ts";
import type { Checker } from "../../verification/ports.ts";
import type { BuildCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { findFolder } from "../folder.ts";
import { watchInterrupts } from "../interrupts.ts";
import { folderOption } from "../options.ts";
import { print, warn } from "../output.ts";
import { isYes, readLine } from "../person.ts";
import { isInteractive, type Terminal } from "../terminal.ts";
import { visible, visibleLine } from "../visible-text.ts";
import { withBody } from "../with-body.ts";

interface TrustOptions {
  readonly list: boolean;
  readonly remove: boolean;
  readonly yes: boolean;
  readonly folder?: string;
}

const more = `
Checks that a repository brings run its own code, so they run only after you agreed to them here, once for each folder.
When the text of a script changes, you are asked again. The folder's AGENTS.md is followed only after this, too.

Examples:
  stepladder trust
  stepladder trust --list
  stepladder trust --remove`;

export const trustCommand: BuildCommand = (terminal, exitWith) =>
  new Command("trust")
    .description("Agree to the checks that this folder brings, such as its test script")
    .option("--list", "show what was agreed to", false)
    .option("--remove", "take the agreement back", false)
    .option("--yes", "agree without being asked", false)
    .addOption(folderOption())
    .addHelpText("after", more)
    .action(async (options: TrustOptions) => exitWith(await trust(options, terminal)));

async function trust(options: TrustOptions, terminal: Terminal): Promise<number> {
  const folder = await findFolder(options.folder, terminal.cwd);
  if (folder.kind === "bad-folder") {
    await warn(terminal, [visible(folder.message)]);
    return exitCodes.usage;
  }
  return withBody(terminal, async (body) => {
    const { agreements } = body.trust;
    if (options.list) return list(agreements.list(folder.root), terminal);
    if (!options.remove) return agree(folder.root, options.yes, body, terminal);
    agreements.remove(folder.root);
    await print(terminal, [visible(`No check of ${folder.root} runs any more without your agreement.`)]);
    return exitCodes.proved;
  });
}

async function list(checkers: readonly Checker[], terminal: Terminal): Promise<number> {
  await print(
    terminal,
    checkers.length === 0 ? ["Nothing was agreed to in this folder."] : checkers.flatMap(checkerLines),
  );
  return exitCodes.proved;
}

async function agree(root: string, yes: boolean, body: Body, terminal: Terminal): Promise<number> {
  const found = await body.trust.discover(root);
  const { agreements } = body.trust;
  const fresh = found.filter((checker) => checker.from === "repository" && !agreements.has(root, checker));
  if (fresh.length === 0 && agreements.trusts(root)) {
    await print(terminal, [found.length === 0 ? noChecks : "Every check of this folder is already agreed to."]);
    return exitCodes.proved;
  }
  await print(
    terminal,
    fresh.length === 0 ? [noChecks] : [visible(`Found in ${root}:`), ...fresh.flatMap(checkerLines)],
  );
  if (!yes && !(await isAgreed(terminal))) {
    await warn(terminal, ["Nothing was agreed to, so these checks will not run."]);
    return exitCodes.refused;
  }
  agreements.add(root, fresh);
  await print(terminal, [agreedTo(fresh.length)]);
  return exitCodes.proved;
}

function agreedTo(checks: number): string {
  if (checks === 0) return "Trusted. If there is an AGENTS.md, tasks follow it from now on.";
  return checks === 1 ? "Agreed. It runs after an edit." : `Agreed. These ${checks} run after an edit.`;
}

const noChecks = 'No check was found in this folder. Name one for a task: stepladder run --check "npm test" …';

export function checkerLines(checker: Checker): readonly string[] {
  const head = `  ${visibleLine(checker.command)}  (${checker.sort})`;
  if (checker.script === checker.command) return [head];
  return [
    head,
    ...visible(checker.script)
      .split("\n")
      .map((line) => `      ${line}`),
  ];
}

async function isAgreed(terminal: Terminal): Promise<boolean> {
  if (!isInteractive(terminal)) {
    await warn(terminal, ["There is no terminal to ask at. Read the list above, then run: stepladder trust --yes"]);
    return false;
  }
  const interrupts = watchInterrupts(
    () => {},
    () => {},
  );
  try {
    const question = "Trust this folder: run these after edits, and follow its AGENTS.md? [y/N] ";
    return isYes(await readLine(terminal, question, interrupts, interrupts.signal));
  } finally {
    interrupts.stop();
  }
}
