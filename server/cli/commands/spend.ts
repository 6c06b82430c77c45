import { Command, InvalidArgumentError, Option } from "commander";
import type { Body, Grouping, SpendQuery } from "../../body.ts";
import type { BuildCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { findFolder } from "../folder.ts";
import { toJson } from "../json.ts";
import { print, warn, write } from "../output.ts";
import { parseReconciliation, type Reconciliation } from "../reconciliation.ts";
import type { Terminal } from "../terminal.ts";
import { spendCsv, spendLines } from "../view/spend-text.ts";
import { visible } from "../visible-text.ts";
import { withBody } from "../with-body.ts";
import { checkBillFile } from "./check-bill.ts";
import { whatIfLedger } from "./what-if.ts";

interface SpendOptions {
  readonly by: Grouping;
  readonly since?: string;
  readonly until?: string;
  readonly here: boolean;
  readonly csv: boolean;
  readonly json: boolean;
  readonly reconcile: readonly Reconciliation[];
  readonly check?: string;
  readonly whatIf?: string;
}

const groupings: readonly Grouping[] = ["day", "model", "rung", "kind", "task", "outcome"];

const more = `
Cost per completed task counts everything that was spent, failed attempts included.

Examples:
  stepladder spend --by model
  stepladder spend --here --since 2026-01-01 --csv > spend.csv
  stepladder spend --reconcile call-7k2m9qxw4h=0.0123
  stepladder spend --reconcile call-7k2m9qxw4h=unbilled
  stepladder spend --check openrouter_activity.csv
  stepladder spend --what-if preference=quality
  stepladder spend --what-if without=glm-4.6,prices=my-prices.json`;

export const spendCommand: BuildCommand = (terminal, exitWith) =>
  new Command("spend")
    .description("Show what was spent, cost per completed task first")
    .addOption(new Option("--by <what>", "one row for each").choices(groupings).default("day"))
    .option("--since <date>", "from this day or ISO time on", isoTime)
    .option("--until <date>", "before this day or ISO time", isoTime)
    .option("--here", "only the tasks of this folder", false)
    .addOption(new Option("--csv", "print comma-separated values").default(false).conflicts("json"))
    .option("--json", "print JSON", false)
    .option(
      "--reconcile <call=usd>",
      "settle a call of unknown cost from the provider's bill; USD or unbilled",
      reconciliations,
      [],
    )
    .addOption(
      new Option("--check <file>", "hold a provider's own usage export against the ledger, line by line").conflicts([
        "csv",
        "reconcile",
      ]),
    )
    .addOption(
      new Option(
        "--what-if <conditions>",
        "estimate what the same tasks would come to under other conditions; no model is called",
      ).conflicts(["csv", "reconcile", "check"]),
    )
    .addHelpText("after", more)
    .action(async (options: SpendOptions) => exitWith(await spend(options, terminal)));

/** A day alone begins at midnight where the user is. */
function isoTime(text: string): string {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const time = new Date(day ? `${text}T00:00:00` : text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(time.getTime())) {
    throw new InvalidArgumentError("Give a day such as 2026-01-31.");
  }
  return time.toISOString();
}

function reconciliations(text: string, before: readonly Reconciliation[]): readonly Reconciliation[] {
  const parsed = parseReconciliation(text);
  if (parsed === undefined) throw new InvalidArgumentError("Give CALL=USD or CALL=unbilled.");
  return [...before, parsed];
}

async function spend(options: SpendOptions, terminal: Terminal): Promise<number> {
  const folder = await findFolder(undefined, terminal.cwd);
  const workspace = options.here && folder.kind === "folder" ? folder.root : undefined;
  const query: SpendQuery = { by: options.by, since: options.since, until: options.until, workspace };
  return withBody(
    terminal,
    async (body) => {
      if (options.whatIf !== undefined)
        return whatIfLedger(
          options.whatIf,
          { since: query.since, until: query.until, workspace },
          options.json,
          body,
          terminal,
        );
      if (options.check !== undefined) return checkBillFile(options.check, options.json, body, terminal);
      if (options.reconcile.length > 0) return reconcileAll(options.reconcile, body, terminal);
      const report = await body.books.spend(query);
      if (options.json) await print(terminal, [toJson({ by: options.by, ...report })]);
      else if (options.csv) await write(terminal.stdout, spendCsv(options.by, report));
      else await print(terminal, spendLines(options.by, report));
      return exitCodes.proved;
    },
    "no-notices",
  );
}

async function reconcileAll(asked: readonly Reconciliation[], body: Body, terminal: Terminal): Promise<number> {
  let code: number = exitCodes.proved;
  for (const { call, cost } of asked) {
    const result = body.books.reconcile(call, cost);
    if (result.kind === "reconciled") {
      await print(terminal, [visible(`${call}: settled.`)]);
      continue;
    }
    code = exitCodes.usage;
    const why = result.kind === "no-such-call" ? "there is no such call" : `it is ${result.state}, not unknown`;
    await warn(terminal, [visible(`${call} was left alone: ${why}. See stepladder spend for calls of unknown cost.`)]);
  }
  return code;
}
