import type { NanoUsd } from "../spend/money.ts";
import { typedUsd } from "./usd.ts";

export interface Reconciliation {
  readonly call: string;
  readonly cost: NanoUsd | "unbilled";
}

/** `CALL=0.0123` or `CALL=unbilled`; undefined for everything else. */
export function parseReconciliation(text: string): Reconciliation | undefined {
  const at = text.lastIndexOf("=");
  const call = text.slice(0, Math.max(0, at)).trim();
  const value = text.slice(at + 1).trim();
  if (call === "") return undefined;
  const cost = value === "unbilled" ? value : typedUsd(value);
  return cost === undefined ? undefined : { call, cost };
}
