import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { type Ledger, openLedger } from "../server/spend/ledger.ts";
import { formatUsdExactly, type NanoUsd, nano, nanoPerUsd } from "../server/spend/money.ts";
import { flatRate, type Price } from "../server/spend/price.ts";
import { reportsOf } from "../test/spend/fixtures.ts";
import type { Benchmark } from "./benchmark.ts";

/**
 * Eight processes share one budget of a dollar and make calls that hold a cent each and cost most of it. Beside the ledger,
 * in the same run, stands what is often built: read the sum, compare, call, then insert the cost.
 */
const processes = 8;
const callsPerProcess = 100;
const limit = nanoPerUsd;
const callTakes = 1;

interface Figures {
  readonly overspendNanoUsd: string;
  readonly spentNanoUsd: string;
  readonly refused: number;
  readonly reserveP50Ms: number;
  readonly reserveP95Ms: number;
  readonly reserveP99Ms: number;
}

interface Part {
  readonly refused: number;
  readonly milliseconds: readonly number[];
}

interface Spender {
  /** False when the budget refuses. */
  reserve(): (() => void) | undefined;
  spent(): NanoUsd;
  close(): void;
}

export const bench: Benchmark = {
  name: "contention",
  async run() {
    const ledger = await measure("ledger");
    const checkThenInsert = await measure("check-then-insert");
    const json = {
      processes,
      calls: processes * callsPerProcess,
      limitNanoUsd: limit.toString(),
      ledger,
      checkThenInsert,
    };
    return { text: textOf({ "our ledger": ledger, "check, then insert": checkThenInsert }), json };
  },
};

async function measure(kind: string): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), "stepladder-contention-"));
  try {
    spenderOf(kind, folder).close();
    const parts = await Promise.all(Array.from({ length: processes }, () => runSpender(kind, folder)));
    const spender = spenderOf(kind, folder);
    const spent = spender.spent();
    spender.close();
    const times = parts.flatMap((part) => part.milliseconds).sort((a, b) => a - b);
    return {
      overspendNanoUsd: (spent > limit ? spent - limit : 0n).toString(),
      spentNanoUsd: spent.toString(),
      refused: parts.reduce((sum, part) => sum + part.refused, 0),
      reserveP50Ms: percentile(times, 0.5),
      reserveP95Ms: percentile(times, 0.95),
      reserveP99Ms: percentile(times, 0.99),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runSpender(kind: string, folder: string): Promise<Part> {
  const child: ChildProcess = spawn(process.execPath, [fileURLToPath(import.meta.url), kind, folder], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const [part] = await once(child, "message");
  await once(child, "exit");
  return part as Part;
}

function spenderOf(kind: string, folder: string): Spender {
  return kind === "ledger" ? ledgerSpender(folder) : checkThenInsertSpender(folder);
}

const price: Price = pricePerMillion(nano(10n * nanoPerUsd));

function pricePerMillion(amount: NanoUsd): Price {
  const rate = flatRate(amount);
  const rates = { input: rate, output: rate, cacheRead: rate, cacheWrite: rate, cacheWrite1h: rate };
  return { kind: "priced", rates, dearest: rates, source: "benchmark", asOf: "2026-11-21" };
}

function outputTokens(): number {
  return 300 + Math.floor(Math.random() * 200);
}

function ledgerSpender(folder: string): Spender {
  const ledger: Ledger = openLedger({
    folder,
    clock: () => new Date(),
    processId: process.pid,
    budgets: [{ scope: { kind: "everything" }, window: "month", limit: nano(limit) }],
    warnAt: 1,
  });
  const work = { task: crypto.randomUUID(), subtask: crypto.randomUUID(), attempt: crypto.randomUUID() };
  ledger.startTask({ task: work.task, prompt: "benchmark", kind: "ask", workspace: "/", preference: "balanced" });
  ledger.startSubtask({ ...work, parent: undefined, kind: "ask", title: "benchmark", because: "", limit: undefined });
  ledger.startAttempt({ ...work, number: 1, model: "host/model", rung: "open" });
  const bounds = { inputTokens: 500, maxOutputTokens: 500, minOutputTokens: 500 };
  return {
    reserve() {
      const call = crypto.randomUUID();
      const request = { call, ...work, purpose: "step", model: "host/model", endpoint: "host", price, ...bounds };
      if (ledger.reserve(request).kind !== "held") return undefined;
      const usage = {
        uncached: 500,
        cacheRead: 0,
        cacheWrite: 0,
        cacheWrite1h: 0,
        output: outputTokens(),
        reasoning: 0,
      };
      return () => ledger.settle(call, { kind: "posted", usage, reportedUsd: undefined, answeredBy: undefined });
    },
    spent() {
      const { posted, held } = reportsOf(ledger).spendReport(
        "day",
        { from: undefined, to: undefined },
        undefined,
      ).total;
      return nano(posted + held);
    },
    close: () => ledger.close(),
  };
}

function checkThenInsertSpender(folder: string): Spender {
  const database = new DatabaseSync(join(folder, "spend.sqlite"), { timeout: 10_000 });
  database.exec(
    "pragma journal_mode = wal; pragma synchronous = full; create table if not exists spend (cost integer)",
  );
  const sum = database.prepare("select coalesce(sum(cost), 0) as spent from spend");
  sum.setReadBigInts(true);
  const insert = database.prepare("insert into spend (cost) values (?)");
  const spent = () => nano(BigInt(String(sum.get()?.spent ?? 0n)));
  return {
    reserve() {
      if (spent() + 10_000_000n > limit) return undefined;
      return () => insert.run(BigInt(500 + outputTokens()) * 10_000n);
    },
    spent,
    close: () => database.close(),
  };
}

async function spend(kind: string, folder: string): Promise<void> {
  const spender = spenderOf(kind, folder);
  const milliseconds: number[] = [];
  let refused = 0;
  for (let call = 0; call < callsPerProcess; call++) {
    const start = performance.now();
    const settle = spender.reserve();
    milliseconds.push(performance.now() - start);
    if (settle === undefined) refused++;
    await new Promise((resolve) => setTimeout(resolve, callTakes));
    settle?.();
  }
  spender.close();
  process.send?.({ refused, milliseconds } satisfies Part, () => process.disconnect());
}

function percentile(ascending: readonly number[], share: number): number {
  return Number((ascending[Math.floor(ascending.length * share)] ?? 0).toFixed(3));
}

function textOf(all: Readonly<Record<string, Figures>>): string {
  const rows = Object.entries(all).map(([name, figures]) =>
    [
      name.padEnd(20),
      formatUsdExactly(nano(BigInt(figures.overspendNanoUsd))).padStart(14),
      String(figures.refused).padStart(9),
      ...[figures.reserveP50Ms, figures.reserveP95Ms, figures.reserveP99Ms].map((ms) => `${ms} ms`.padStart(12)),
    ].join(""),
  );
  const head = ["".padEnd(20), "overspend".padStart(14), "refused".padStart(9)];
  const title = `${processes} processes, ${callsPerProcess} calls each, one budget of ${formatUsdExactly(nano(limit))}`;
  return [title, [...head, ..."p50 p95 p99".split(" ").map((name) => name.padStart(12))].join(""), ...rows].join("\n");
}

if (import.meta.main) await spend(process.argv[2] ?? "", process.argv[3] ?? "");
