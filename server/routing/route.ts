import type { Preference } from "../configuration/configuration.ts";
import type { Effort } from "../models/effort.ts";
import type { Kind } from "../protocol/events.ts";
import type { Ground } from "../protocol/grounds.ts";
import type { NanoUsd } from "../spend/money.ts";
import type { AttemptOutcome } from "../spend/spend.ts";

import type { WorthOfChecks } from "./worth-of-checks.ts";

/** A model as the router sees it: what it can do and what a typical attempt would cost, no address and no key. */
export interface Candidate {
  /** `ServedModel.id`. */
  readonly id: string;
  readonly family: string;
  readonly rung: string;
  /** 0 for the weakest rung. */
  readonly rungIndex: number;
  readonly local: boolean;
  readonly context: number;
  /** Cost of one typical attempt at this kind by list price; `free` is 0n; undefined when no price is known. */
  readonly typicalCost: NanoUsd | undefined;
  /** How much it is asked to reason; undefined: as its host has it. */
  readonly effort?: Effort | undefined;
  /** The same word for all efforts of the same weights. Undefined: its efforts at this endpoint are the only ones. */
  readonly weights?: string | undefined;
  /** What a typical attempt costs when another effort of the same model, just before, has left its instructions in the cache. */
  readonly warmCost?: NanoUsd | undefined;
  /** The same weights at the same effort at other endpoints: what they showed there counts here. */
  readonly alsoAs?: readonly string[];
  /** Public measurements of these weights: the share of attempts that succeed, by kind. They stand in for the rung's prior. */
  readonly measured?: Readonly<Partial<Record<Kind, number>>>;
  /** What this request's own material adds to it. */
  readonly extraCost?: NanoUsd;
  /** What its first call sets aside at least: with less than that left of a budget it can't begin. */
  readonly leastHold?: NanoUsd;
}

export interface RouteRequest {
  readonly kind: Kind;
  readonly candidates: readonly Candidate[];
  readonly preference: Preference;
  /** The brief touches a `local-only` path. */
  readonly localOnly: boolean;
  /** The repository in which the work is. */
  readonly workspace: string;
  /** Attempts at this subtask that were refuted, in their order: the route goes on from there. */
  readonly tried: readonly Tried[];
  /** Tokens that the brief needs at least. */
  readonly contextNeeded: number;
  readonly left: NanoUsd | "unlimited";
  /** The user's own choice for this kind; then nothing is searched. */
  readonly pinned: readonly string[] | undefined;
}

export interface Tried {
  readonly model: string;
  readonly cost: NanoUsd;
  /** It ended at its cap, so it would have cost more. */
  readonly cutShort: boolean;
  /** On what it was refuted; undefined when that is not known. */
  readonly grounds?: readonly Ground[] | undefined;
}

export type Route =
  | {
      readonly kind: "ladder";
      /** One to three, in the order in which they are tried. */
      readonly models: readonly [string, ...string[]];
      /** For each, the most that its attempt may spend before it is given up; undefined for no cap, as for the last. */
      readonly caps: readonly (NanoUsd | undefined)[];
      /** For each, the most that one more check of its result may cost in order to pay. */
      readonly worthOfChecks: readonly WorthOfChecks<NanoUsd>[];
      readonly because: string;
      readonly quote: { readonly low: NanoUsd; readonly likely: NanoUsd; readonly high: NanoUsd };
      /** What it is likely to cost before earlier quotes correct that; undefined where the route is not taken as it is. */
      readonly expected: NanoUsd | undefined;
    }
  /** The frontier model has failed too, and nothing else is worth its cost. */
  | { readonly kind: "enough"; readonly because: string }
  | { readonly kind: "over-budget"; readonly cheapest: NanoUsd; readonly left: NanoUsd }
  | { readonly kind: "price-unknown"; readonly models: readonly string[] }
  | { readonly kind: "no-able-model"; readonly because: string };

/** `outcomes` come newest first. The same request after the same outcomes gives the same route. */
export type Router = (request: RouteRequest, outcomes: readonly AttemptOutcome[]) => Route;
