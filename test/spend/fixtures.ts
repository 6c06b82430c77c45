import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Budget, BudgetWindow } from "../../server/configuration/configuration.ts";
import type { Usage } from "../../server/models/usage.ts";
import { type Ledger, type LedgerOptions, openLedger } from "../../server/spend/ledger.ts";
import { type NanoUsd, parseUsd } from "../../server/spend/money.ts";
import { openPeriodReports, type PeriodReports } from "../../server/spend/period-reports.ts";
import { flatRate, type Price, type Rates } from "../../server/spend/price.ts";
import type { NewCall } from "../../server/spend/spend.ts";

export function usd(text: string): NanoUsd {
  const amount = parseUsd(text);
  if (amount === undefined) throw new Error(`${text} is no amount`);
  return amount;
}

/** USD per million tokens. */
export function flatPrice(input: string, output: string): Extract<Price, { kind: "priced" }> {
  const rate = flatRate(usd(input));
  const rates: Rates = {
    input: rate,
    output: flatRate(usd(output)),
    cacheRead: rate,
    cacheWrite: rate,
    cacheWrite1h: rate,
  };
  return { kind: "priced", rates, dearest: rates, source: "test", asOf: "2026-11-21T00:00:00.000Z" };
}

/** One dollar per million tokens in and out, so that a token costs 1,000 nano-dollars. */
export const plainPrice = flatPrice("1", "1");

export function usageOf(uncached: number, output: number): Usage {
  return { uncached, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0, output, reasoning: 0 };
}

export function posted(uncached: number, output: number, reportedUsd?: string) {
  return { kind: "posted", usage: usageOf(uncached, output), reportedUsd, answeredBy: undefined } as const;
}

export function budget(limit: string, window: BudgetWindow = "day", workspace?: string): Budget {
  const scope =
    workspace === undefined ? ({ kind: "everything" } as const) : ({ kind: "workspace", root: workspace } as const);
  return { scope, window, limit: usd(limit) };
}

export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "stepladder-spend-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A clock that stands still until it is set. */
export function settableClock(iso: string): { now: () => Date; set(iso: string): void } {
  let at = new Date(iso);
  return {
    now: () => at,
    set(to) {
      at = new Date(to);
    },
  };
}

export function open(t: TestContext, options: Partial<LedgerOptions> = {}): Ledger {
  const ledger = openLedger({
    folder: options.folder ?? temporaryFolder(t),
    clock: () => new Date(),
    processId: process.pid,
    budgets: [],
    warnAt: 0.8,
    timeZone: "UTC",
    ...options,
  });
  t.after(() => ledger.close());
  return ledger;
}

/** The reports of a ledger, read on this thread. */
export function reportsOf({ path }: Pick<Ledger, "path">, timeZone = "UTC"): PeriodReports {
  const read = <T>(from: (reports: PeriodReports) => T): T => {
    const reports = openPeriodReports({ path, timeZone, busyTimeout: 1_000 });
    try {
      return from(reports);
    } finally {
      reports[Symbol.dispose]();
    }
  };
  return {
    spendReport: (...asked) => read((reports) => reports.spendReport(...asked)),
    overview: (...asked) => read((reports) => reports.overview(...asked)),
    exportCalls: (...asked) => read((reports) => reports.exportCalls(...asked)),
  };
}

export interface Work {
  readonly task: string;
  readonly subtask: string;
  readonly attempt: string;
}

/** A task with its root subtask and one attempt. */
export function startWork(
  ledger: Ledger,
  options: { workspace?: string; limit?: NanoUsd; expected?: NanoUsd | undefined; model?: string } = {},
): Work {
  const task = randomUUID();
  const work = { task, subtask: `${task}-root`, attempt: `${task}-attempt` };
  const workspace = options.workspace ?? "/work";
  ledger.startTask({ task, prompt: "fix it", kind: "fix", workspace, preference: "balanced" });
  startSubtask(ledger, task, work.subtask, undefined, options.limit, options.expected);
  startAttempt(ledger, work.subtask, work.attempt, 1, options.model);
  return work;
}

export function startSubtask(
  ledger: Ledger,
  task: string,
  subtask: string,
  parent: string | undefined,
  limit?: NanoUsd,
  expected?: NanoUsd,
): void {
  ledger.startSubtask({ subtask, task, parent, kind: "fix", title: subtask, because: "it is first", limit, expected });
}

export function startAttempt(
  ledger: Ledger,
  subtask: string,
  attempt: string,
  number: number,
  model = "host/model",
): void {
  ledger.startAttempt({ attempt, subtask, number, model, rung: "open" });
}

export function newCall(work: Work, changes: Partial<NewCall> = {}): NewCall {
  return {
    call: randomUUID(),
    ...work,
    purpose: "step",
    model: "host/model",
    endpoint: "host",
    price: plainPrice,
    inputTokens: 1000,
    maxOutputTokens: 1000,
    minOutputTokens: 1000,
    ...changes,
  };
}

/** Reserves and returns the call's id; throws when it is refused. */
export function hold(ledger: Ledger, work: Work, changes: Partial<NewCall> = {}): string {
  const call = newCall(work, changes);
  const reservation = ledger.reserve(call);
  if (reservation.kind !== "held") throw new Error(reservation.message);
  return call.call;
}
