import type { Bill, Host } from "./bill.ts";
import { type Comparison, compareBill } from "./compare.ts";
import type { ReadLedgerLines } from "./ledger-lines.ts";
import { readBill } from "./read-bill.ts";

export type CheckedBill =
  | { readonly kind: "unreadable"; readonly message: string }
  | { readonly kind: "empty"; readonly format: string }
  | {
      readonly kind: "compared";
      readonly format: string;
      /** ISO times: the calls from `from` on and before `to` were looked at. */
      readonly from: string;
      readonly to: string;
      readonly endpoints: readonly string[];
      readonly comparison: Comparison;
    };

const day = 86_400_000;
/** Milliseconds after a bill's last line in which a call may still belong to it. */
const afterLast = 120_000;

/** Holds a provider's own export against the ledger. `endpointsOf` names the endpoints at which that provider was called. */
export function checkBill(
  text: string,
  endpointsOf: (host: Host) => readonly string[],
  read: ReadLedgerLines,
): CheckedBill {
  const result = readBill(text);
  if (result.kind === "unreadable") return result;
  const { bill } = result;
  if (bill.lines.length === 0) return { kind: "empty", format: bill.format };
  const { from, to } = timeOf(bill);
  const endpoints = endpointsOf(bill.host);
  const comparison = compareBill(bill, read(endpoints, from, to));
  const iso = (at: number) => new Date(at).toISOString();
  return { kind: "compared", format: bill.format, from: iso(from), to: iso(to), endpoints, comparison };
}

/** From the begin of its first day in UTC to its last line; what was called later can't be in it yet. */
function timeOf({ lines, each }: Bill): { readonly from: number; readonly to: number } {
  const first = lines.reduce((least, line) => Math.min(least, line.from), Number.POSITIVE_INFINITY);
  const last = lines.reduce((most, line) => Math.max(most, line.to), 0);
  return { from: Math.floor(first / day) * day, to: each === "call" ? last + afterLast : last };
}
