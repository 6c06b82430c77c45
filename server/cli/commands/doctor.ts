import { Command } from "commander";
import type { Body, Finding, Initialised } from "../../body.ts";
import type { BuildCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { findFolder } from "../folder.ts";
import { watchInterrupts } from "../interrupts.ts";
import { print, warn } from "../output.ts";
import type { Terminal } from "../terminal.ts";
import { type Style, styleOf } from "../view/style.ts";
import { visible, visibleLine } from "../visible-text.ts";
import { withBody } from "../with-body.ts";

interface DoctorOptions {
  readonly init: boolean;
  readonly json: boolean;
  readonly newLedger: boolean;
}

export const doctorCommand: BuildCommand = (terminal, exitWith) =>
  new Command("doctor")
    .description("Say what is configured, reachable and priced, and what to do about the rest")
    .option("--init", "write a commented configuration file to start from", false)
    .option("--json", "print the findings as JSON", false)
    .option("--new-ledger", "set a lost or damaged ledger aside and begin a new one, with nothing spent", false)
    .addHelpText("after", "\nExits with 0 when nothing stands in the way of a task, else with 2.")
    .action(async (options: DoctorOptions) => exitWith(await doctor(options, terminal)));

async function doctor(options: DoctorOptions, terminal: Terminal): Promise<number> {
  if (options.newLedger) return beginLedger(terminal);
  return withBody(
    terminal,
    async (body) => {
      if (options.init) return initialise(await body.initialise(), terminal);
      const here = await findFolder(undefined, terminal.cwd);
      const findings = await diagnose(body, here.kind === "bad-folder" ? undefined : here.root);
      const style = styleOf(terminal.env, terminal.stdout.isTTY === true);
      const lines = options.json
        ? [JSON.stringify(findings)]
        : findings.flatMap((finding) => findingLines(finding, style));
      await print(terminal, lines);
      return findings.some((finding) => finding.level === "problem") ? exitCodes.usage : exitCodes.proved;
    },
    "no-notices",
  );
}

/** Only where the ledger is lost or damaged: one that can be read is never set aside. */
async function beginLedger(terminal: Terminal): Promise<number> {
  const composed = await terminal.compose({ env: terminal.env });
  if (composed.kind === "ready") composed.body.agent.close();
  if (composed.kind !== "unavailable") {
    await warn(terminal, ["The ledger was left alone: it is neither lost nor damaged, as far as can be seen."]);
    return exitCodes.usage;
  }
  if (composed.setLedgerAside === undefined) {
    await warn(terminal, [visible(composed.message)]);
    return exitCodes.failed;
  }
  const aside = composed.setLedgerAside();
  const begun =
    "The next start begins a new ledger. Budgets count from nothing, and what was spent before is not in it.";
  await print(terminal, [...aside.map((file) => visible(`Set aside: ${file}`)), begun]);
  return exitCodes.proved;
}

async function diagnose(body: Body, folder: string | undefined): Promise<readonly Finding[]> {
  const interrupts = watchInterrupts(
    () => {},
    () => {},
  );
  try {
    return await body.diagnose(interrupts.signal, folder);
  } finally {
    interrupts.stop();
  }
}

async function initialise(result: Initialised, terminal: Terminal): Promise<number> {
  switch (result.kind) {
    case "written":
      await print(terminal, [visible(`Wrote ${result.file}. Edit it, then run stepladder doctor.`)]);
      return exitCodes.proved;
    case "exists":
      await warn(terminal, [visible(`${result.file} is already there and was left alone.`)]);
      return exitCodes.usage;
    case "failed":
      await warn(terminal, [visible(`${result.file} could not be written: ${result.because}`)]);
      return exitCodes.failed;
  }
}

export function findingLines(finding: Finding, style: Style): readonly string[] {
  const line = `${mark(finding, style)} ${style.bold(visibleLine(finding.subject))}  ${visibleLine(finding.message)}`;
  return finding.next === undefined ? [line] : [line, `    ${visibleLine(finding.next)}`];
}

function mark(finding: Finding, style: Style): string {
  switch (finding.level) {
    case "ok":
      return style.good(style.symbols.proved);
    case "warning":
      return style.attention("!");
    case "problem":
      return style.bad(style.symbols.refuted);
  }
}
