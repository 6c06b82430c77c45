import { z } from "zod";
import type { Kind, NanoUsdText } from "./events.ts";
import { workspace } from "./fields.ts";
import type { Ground } from "./grounds.ts";
import { kinds } from "./kinds.ts";

export const routeRequests = {
  /** What the router knows of each model by kind of work, and what it would do now. */
  "stepladder/routes": z.strictObject({ workspace }),
  /** The router begins again from what is assumed of a model, a kind of work or all. The ledger stays as it is. */
  "stepladder/routes/forget": z.strictObject({
    model: z.string().min(1).max(500).optional(),
    kind: z.enum(kinds).optional(),
  }),
} as const;

export interface RouteResults {
  "stepladder/routes": RoutesView;
  /** Judged attempts from which nothing more is learnt. */
  "stepladder/routes/forget": { readonly attempts: number };
}

export interface RoutesView {
  /** Those with attempts of the user's own first. */
  readonly kinds: readonly RouteKindView[];
}

export interface RouteKindView {
  readonly kind: Kind;
  /** Who goes first and why, in one sentence. */
  readonly reason: string;
  readonly pinned: readonly string[];
  /** Of the next wrong result, how likely its checks accept it, and of a right one that they reject it. */
  readonly checks: CheckErrorsView;
  /** The same by what verdicts stood on here, from weak to strong. */
  readonly grounds: readonly RouteGroundView[];
  /** Undefined before anything that was quoted has ended. */
  readonly pastQuotes: PastQuotesView | undefined;
  /** Likeliest first. */
  readonly models: readonly RouteModelView[];
}

/** How quotes turned out. */
export interface PastQuotesView {
  /** Pieces of work that count here: the older, the less. */
  readonly pieces: number;
  /** How many times what was expected of them they cost, and how many times what is expected is quoted now. */
  readonly cost: number;
  readonly quoted: number;
}

/** Shares of the wrong results and of the right ones. */
export interface CheckErrorsView {
  readonly wrongAccepted: number;
  readonly rightRejected: number;
}

export interface RouteGroundView extends CheckErrorsView {
  readonly ground: Ground;
  /** Results on which it had its say here, and those of which something came to light later. */
  readonly results: number;
  readonly later: number;
  /** On so many results of known truth it was measured. */
  readonly measuredOn: number;
}

/** Ranges hold the true value in eight cases of ten, if what is assumed is right. */
export interface RouteModelView {
  readonly model: string;
  readonly rung: string;
  readonly effort: string | undefined;
  /** Its place in the sequence that would be tried now, from 1 on. */
  readonly place: number | undefined;
  /** Shares of attempts. */
  readonly success: { readonly low: number; readonly likely: number; readonly high: number };
  /** Of an attempt; undefined when it is free. */
  readonly cost: Readonly<Record<"low" | "likely" | "high", NanoUsdText>> | undefined;
  readonly costPerCompleted: NanoUsdText;
  readonly proved: number;
  readonly refuted: number;
  readonly unproved: number;
  /** How many judged attempts its own still count for, and how many what is assumed beside them. */
  readonly weight: number;
  readonly assumed: { readonly source: "measured" | "family" | "rung"; readonly weight: number };
}
