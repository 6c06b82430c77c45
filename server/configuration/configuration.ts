import type { ServedModel } from "../models/endpoint.ts";
import type { Kind } from "../protocol/events.ts";
import type { NanoUsd } from "../spend/money.ts";
import type { Price } from "../spend/price.ts";

export const preferences = ["economy", "balanced", "quality"] as const;
export type Preference = (typeof preferences)[number];
export type BudgetWindow = "task" | "day" | "week" | "month";
/** `everything`, or the canonical root of one workspace. */
export type BudgetScope = { readonly kind: "everything" } | { readonly kind: "workspace"; readonly root: string };

export interface Budget {
  readonly scope: BudgetScope;
  readonly window: BudgetWindow;
  /** 0 means that nothing may be spent. */
  readonly limit: NanoUsd;
}

/** What happens when a call does not fit: ask the user to raise it, go on with free local models only, or stop. */
export type AtLimit = "ask" | "local-only" | "stop";

export interface Rung {
  readonly name: string;
  /** `endpoint/model`, cheapest first is not required: the router decides. */
  readonly models: readonly string[];
}

/** Everything that a user can set, parsed and checked once. Built from the user's own file and environment, never from a workspace. */
export interface Configuration {
  /** The file that it came from, whether or not it exists. */
  readonly file: string;
  /** Where the endpoints were named last: in the file or over it in an editor's settings. `found`: nowhere, so these were found on the machine. */
  readonly origin: "file" | "settings" | "found";
  readonly served: readonly ServedModel[];
  /** By `ServedModel.id`: the user's own prices. */
  readonly prices: ReadonlyMap<string, Price>;
  /** In order of strength, weakest first. */
  readonly rungs: readonly Rung[];
  readonly budgets: readonly Budget[];
  readonly atLimit: AtLimit;
  /** Share of a limit, such as 0.8, from which a warning is shown. */
  readonly warnAt: number;
  readonly preference: Preference;
  /** Globs relative to the workspace root whose contents reach only local endpoints. */
  readonly localOnly: readonly string[];
  /** Command lines that run without asking, each matched word by word after a full parse. */
  readonly autoRun: readonly string[];
  /** Verification commands by workspace root (or `*`), used instead of those found in the repository. */
  readonly checks: ReadonlyMap<string, readonly string[]>;
  /** `ServedModel.id`s that are never used; they stand on no rung and in no pin. */
  readonly excluded: ReadonlySet<string>;
  /** A model of another family looks at results that no check could prove, where that pays. */
  readonly review: boolean;
  readonly testFirst: TestFirst;
  /** Share of the proved results that are looked at again. */
  readonly audits: number;
  /** Pins by kind: these models and no others, in this order. */
  readonly pins: ReadonlyMap<Kind, readonly string[]>;
  readonly limits: AttemptLimits;
}

/** What becomes of the test that a model writes before a fix without a failing one: it leaves again, stays with the change, or is never written. */
export type TestFirst = "discard" | "keep" | "off";

export interface AttemptLimits {
  readonly steps: number;
  readonly milliseconds: number;
  /** Output plus uncached input, over all calls of one attempt. */
  readonly tokens: number;
  readonly maxOutputTokens: number;
}

/** One mistake in the user's file, with the place and the next step. */
export interface ConfigurationProblem {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** One mistake in an editor's settings. */
export interface SettingProblem {
  /** The setting's name, such as `stepladder.budgets.day`. */
  readonly where: string;
  /** Ends in the next step. */
  readonly message: string;
}

export type ConfigurationResult =
  | { readonly kind: "ready"; readonly configuration: Configuration; readonly notices: readonly string[] }
  | {
      readonly kind: "invalid";
      readonly problems: readonly ConfigurationProblem[];
      readonly settingProblems: readonly SettingProblem[];
    };
