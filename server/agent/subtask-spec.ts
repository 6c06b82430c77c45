import type { Kind } from "../protocol/events.ts";
import type { Route, Tried } from "../routing/route.ts";
import type { NanoUsd } from "../spend/money.ts";
import type { Baseline, CheckerRun } from "../verification/ports.ts";
import type { Verdict } from "../verification/verdict.ts";
import type { OneCall } from "./one-call.ts";
import type { WrittenTest } from "./written-test/written-test.ts";

/** The attempt that delegated this subtask and will read its report. */
export interface ParentAttempt {
  readonly subtask: string;
  /** Path of attempt ids; undefined when the subtask itself needs the work, before its first attempt. */
  readonly attempt: string | undefined;
  /** Whether its model and all above it run on this machine: only then may a child read what is local-only. */
  readonly staysLocal: boolean;
}

/** A test is to be written that fails on the code as it is, beside the work: nobody stands behind its author. */
export interface FirstTest {
  /** The test command's run without it. */
  readonly run: CheckerRun;
  readonly cap: NanoUsd | undefined;
  readonly done: (test: WrittenTest) => void;
}

export interface SubtaskSpec {
  readonly kind: Kind;
  readonly title: string;
  readonly prompt: string;
  /** What stands beside the prompt in every brief; may be empty. */
  readonly material: string;
  /** One call per attempt and no tools, instead of the loop. */
  readonly oneCall: OneCall | undefined;
  readonly firstTest?: FirstTest;
  readonly parent: ParentAttempt | undefined;
  readonly depth: number;
  readonly limit: NanoUsd | undefined;
  /** How it was before the first attempt, to judge edits against. */
  readonly baseline: Baseline;
  readonly route: Extract<Route, { kind: "ladder" }>;
  /** Asks the router how to go on after these attempts. */
  readonly reroute: (tried: readonly Tried[]) => Route;
  readonly signal: AbortSignal;
}

export type SubtaskEnd =
  | { readonly kind: "accepted"; readonly verdict: Verdict; readonly report: string }
  | { readonly kind: "answered"; readonly report: string }
  | { readonly kind: "refuted"; readonly verdict: Verdict; readonly report: string }
  | { readonly kind: "over-budget"; readonly message: string }
  | { readonly kind: "refused"; readonly message: string }
  /** No model could be reached, or none could answer. */
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "cancelled" };
