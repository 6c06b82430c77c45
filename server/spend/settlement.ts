import type { Usage } from "../models/usage.ts";
import { mostMoney, type NanoUsd, noMoney, parseUsd } from "./money.ts";
import { costOf, isWholeUsage, type KnownPrice } from "./price.ts";
import type { Settled, Settlement } from "./spend.ts";

/** What a settlement makes of a held call. */
export interface Resolution {
  readonly state: Settled["state"];
  /** Undefined unless posted. */
  readonly cost: NanoUsd | undefined;
  readonly computed: NanoUsd | undefined;
  readonly reported: NanoUsd | undefined;
  readonly usage: Usage | undefined;
  readonly answeredBy: string | undefined;
  readonly because: string | undefined;
}

/** The host's reported cost is the cost; ours stands beside it. A report that can't be read leaves the call unknown, hold and all. */
export function resolve(settlement: Settlement, price: KnownPrice): Resolution {
  switch (settlement.kind) {
    case "posted":
      return resolvePosted(settlement, price);
    case "void":
      return { ...nothingKnown, state: "void", because: settlement.because };
    case "unknown": {
      const usage = usable(settlement.usage);
      return { ...nothingKnown, usage, computed: computedCost(price, usage), because: settlement.because };
    }
  }
}

/** What the ledger counts for a call in this state. */
export function countedCost(state: Settled["state"], cost: NanoUsd | undefined, held: NanoUsd): NanoUsd {
  if (state === "unknown") return held;
  return cost ?? noMoney;
}

const nothingKnown: Resolution = {
  state: "unknown",
  cost: undefined,
  computed: undefined,
  reported: undefined,
  usage: undefined,
  answeredBy: undefined,
  because: undefined,
};

function resolvePosted(posted: Extract<Settlement, { kind: "posted" }>, price: KnownPrice): Resolution {
  const usage = usable(posted.usage);
  const computed = computedCost(price, usage);
  const reported = posted.reportedUsd === undefined ? undefined : parseUsd(posted.reportedUsd);
  const cost = reported ?? computed;
  const { answeredBy } = posted;
  if (cost === undefined) {
    return { ...nothingKnown, usage, answeredBy, because: "the host's token report can't be read" };
  }
  const unread = posted.reportedUsd !== undefined && reported === undefined;
  const because = unread ? "the host's reported cost can't be read; the computed cost stands" : undefined;
  return { state: "posted", cost, computed, reported, usage, answeredBy, because };
}

function usable(usage: Usage | undefined): Usage | undefined {
  return usage !== undefined && isWholeUsage(usage) ? usage : undefined;
}

function computedCost(price: KnownPrice, usage: Usage | undefined): NanoUsd | undefined {
  if (usage === undefined) return undefined;
  const cost = costOf(price, usage);
  return cost > mostMoney ? undefined : cost;
}
