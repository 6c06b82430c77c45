import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import type { DialectName } from "../../server/models/endpoint.ts";
import type { Usage } from "../../server/models/usage.ts";
import type { ScriptedModel } from "./scenario.ts";

/** One request that the host charges for. */
export interface BillEntry {
  /** ISO time. */
  readonly time: string;
  readonly dialect: DialectName;
  readonly model: string;
  /** The client's `x-client-request-id`. */
  readonly clientRequestId: string | undefined;
  readonly usage: Usage;
  /** Nano-dollars. */
  readonly cost: bigint;
  /** Whether a readable and true usage report went out. */
  readonly usageSent: boolean;
  /** Whether the stream reached its terminal marker. */
  readonly complete: boolean;
}

export interface Bill {
  readonly entries: readonly BillEntry[];
  /** Nano-dollars. */
  readonly total: bigint;
}

/** Nano-dollars for one call: the exact sum over all rates, rounded up once. */
export function costOf(usage: Usage, price: ScriptedModel["price"]): bigint {
  if (price === "free") return 0n;
  const input = nanoOf(price.input);
  const cacheWrite = price.cacheWrite === undefined ? input : nanoOf(price.cacheWrite);
  const cacheRead = price.cacheRead === undefined ? input : nanoOf(price.cacheRead);
  const cacheWrite1h = price.cacheWrite1h === undefined ? cacheWrite : nanoOf(price.cacheWrite1h);
  const perMillion =
    BigInt(usage.uncached) * input +
    BigInt(usage.cacheRead) * cacheRead +
    BigInt(usage.cacheWrite - usage.cacheWrite1h) * cacheWrite +
    BigInt(usage.cacheWrite1h) * cacheWrite1h +
    BigInt(usage.output) * nanoOf(price.output);
  return (perMillion + 999_999n) / 1_000_000n;
}

function nanoOf(usd: string): bigint {
  const [whole = "0", fraction = ""] = usd.split(".");
  return BigInt(whole + fraction.padEnd(9, "0"));
}

/** The host's own record; with a file, every entry is on the disk before `add` returns. */
export class BillBook {
  private readonly entries: BillEntry[] = [];
  private readonly file: number | undefined;

  constructor(file: string | undefined) {
    this.file = file === undefined ? undefined : openSync(file, "a");
  }

  add(entry: BillEntry): void {
    this.entries.push(entry);
    if (this.file === undefined) return;
    writeSync(this.file, `${billEntryJson(entry)}\n`);
    fsyncSync(this.file);
  }

  bill(): Bill {
    return { entries: [...this.entries], total: this.entries.reduce((total, entry) => total + entry.cost, 0n) };
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
  }
}

/** The cost is a decimal string of nano-dollars. */
export function billEntryJson(entry: BillEntry): string {
  return JSON.stringify({ ...entry, cost: entry.cost.toString() });
}
