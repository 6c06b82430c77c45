import type { Agent } from "./agent/agent.ts";
import type { Forgot, ToForget } from "./agent/forget-routes.ts";
import type { OpenDocuments } from "./agent/parts.ts";
import type { RouteSurvey } from "./agent/survey-routes.ts";
import type { WhatIf, WhatIfQuery } from "./agent/what-if/what-if.ts";
import type { Configuration, ConfigurationProblem, SettingProblem } from "./configuration/configuration.ts";
import type { Address, ListedModels } from "./models/discovery/list-at-address.ts";
import type { PullProgress, PullResult } from "./models/discovery/pull-model.ts";
import type { ReceiptView } from "./protocol/events.ts";
import type { BudgetsView, DashboardView, ModelsView, ModelTestView } from "./protocol/requests.ts";
import type { Refreshed } from "./published-models.ts";
import type { CheckedBill } from "./spend/check/check-bill.ts";
import type { NanoUsd } from "./spend/money.ts";
import type { Price } from "./spend/price.ts";
import type { Agreements, Checker } from "./verification/ports.ts";

/** What every door needs of the composed agent. The doors translate; whatever is decided is decided behind these ports. */
export interface Body {
  readonly agent: Agent;
  readonly configuration: Configuration;
  readonly books: Books;
  readonly trust: Trust;
  /** By `ServedModel.id`. */
  priceOf(model: string): Price;
  readonly models: ModelSetup;
  /** By kind of work, what the router knows of each model and what it would do now. Throws `LedgerError`. */
  routes(workspace: string): readonly RouteSurvey[];
  /** What the ledger's own tasks would come to under other conditions: an estimate, which calls no model. Throws `LedgerError`. */
  whatIf(query: WhatIfQuery): WhatIf;
  /** The router begins again from what is assumed of a model, a kind of work or all; receipts never change. Throws `LedgerError`. */
  forget(what: ToForget): Forgot;
  /** Looks at everything a task would need, in this folder if one is given, and may reach the configured endpoints. Never throws. */
  diagnose(signal: AbortSignal, folder?: string): Promise<readonly Finding[]>;
  /** Writes a commented configuration file where none is yet. */
  initialise(): Promise<Initialised>;
  /**
   * A new body under new settings and keys, on the same ledger. What runs on this one goes on as it is, but under the new
   * budgets from its next call on; after `invalid` all is as before. Only the last body is closed.
   */
  reconfigure(from: FromEditor): Promise<Composed>;
}

/** What a person needs to choose models. */
export interface ModelSetup {
  /** What may be used, what was found on this machine, and what could be added. Never rejects. */
  view(signal: AbortSignal): Promise<ModelsView>;
  /** What a host offers at an address, before it is configured. Costs nothing and never rejects. */
  list(address: Address, signal: AbortSignal): Promise<ListedModels>;
  /** Asks the configured hosts what they publish of their models and prices, and keeps it for later starts. Throws when that can't be written. */
  refresh(signal: AbortSignal): Promise<Refreshed>;
  /** Two small calls, booked like all others. Throws `LedgerError`. */
  test(
    model: string,
    workspace: string,
    signal: AbortSignal,
  ): Promise<{ readonly kind: "tested"; readonly view: ModelTestView } | { readonly kind: "no-such-model" }>;
  /** Pulls a model into an Ollama: one of this machine, or one that is configured. Never rejects; the signal stops it. */
  pull(
    wanted: { readonly model: string; readonly url: string | undefined },
    onProgress: (progress: PullProgress) => void,
    signal: AbortSignal,
  ): Promise<PullResult>;
}

/** What an editor brings along; a terminal has none of it. */
export interface FromEditor {
  /** By the names of the configuration file, over which they stand; only what the user has set. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** By the name of the usual environment variable. They go to the hosts and nowhere else. */
  readonly keys: Readonly<Record<string, string>>;
}

export type Initialised =
  | { readonly kind: "written"; readonly file: string }
  | { readonly kind: "exists"; readonly file: string }
  | { readonly kind: "failed"; readonly file: string; readonly because: string };

/** One line of the doctor. `next` is what the user can do about it, undefined when there is nothing to do. */
export interface Finding {
  readonly level: "ok" | "warning" | "problem";
  readonly subject: string;
  readonly message: string;
  readonly next: string | undefined;
}

export interface Trust {
  discover(root: string): Promise<readonly Checker[]>;
  readonly agreements: Agreements;
}

/** The ledger's reports, read only but for `reconcile`. Throws or rejects with `LedgerError` when the ledger can't be read. */
export interface Books {
  spend(query: SpendQuery): Promise<SpendReport>;
  /** Newest first. */
  tasks(query: TasksQuery): readonly TaskRow[];
  receipt(task: string): ReceiptView | undefined;
  /** The period, with the budgets for everything and for these workspaces. */
  dashboard(query: PeriodQuery, workspaces: readonly string[]): Promise<DashboardView>;
  budgets(workspaces: readonly string[]): BudgetsView;
  exportCalls(format: "csv" | "json", query: PeriodQuery): Promise<{ readonly text: string; readonly calls: number }>;
  /** Holds a provider's own usage export against the ledger. Changes nothing. */
  checkBill(text: string): CheckedBill;
  /** Calls back after every change of spend or budgets that this process makes. Returns what ends it. */
  onChange(listener: () => void): () => void;
  /** Another number after another process has written to the ledger; cheap enough to ask for every few seconds. */
  writtenElsewhere(): number;
  /** Settles a call whose true cost never came, with what the provider's bill says. */
  reconcile(call: string, cost: NanoUsd | "unbilled"): Reconciled;
}

export type Grouping = "day" | "model" | "rung" | "kind" | "task" | "outcome";

export interface PeriodQuery {
  /** ISO times; `since` is included, `until` is not. */
  readonly since: string | undefined;
  readonly until: string | undefined;
  /** Canonical root; undefined means everything. */
  readonly workspace: string | undefined;
}

export interface SpendQuery extends PeriodQuery {
  readonly by: Grouping;
}

export interface SpendRow {
  readonly key: string;
  readonly tasks: number;
  /** Tasks that ended proved or answered, or unproved and kept. */
  readonly completed: number;
  /** All spend of the row, failures included, by completed task; undefined when none was completed. */
  readonly costPerCompleted: NanoUsd | undefined;
  readonly calls: number;
  readonly posted: NanoUsd;
  /** Still held, because the true cost is not known or the call is running. */
  readonly held: NanoUsd;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface UnknownCall {
  readonly call: string;
  readonly task: string;
  readonly model: string;
  readonly at: string;
  readonly held: NanoUsd;
}

export interface SpendReport {
  readonly rows: readonly SpendRow[];
  readonly total: SpendRow;
  /** Calls that wait to be reconciled. */
  readonly unknown: readonly UnknownCall[];
}

export interface TasksQuery {
  readonly workspace: string | undefined;
  /** Beginning of a task's id. */
  readonly prefix: string | undefined;
  readonly limit: number;
  /** Words that all have to occur in the prompt, in any case of letters. */
  readonly search?: string | undefined;
}

export interface TaskRow {
  readonly task: string;
  readonly prompt: string;
  readonly kind: string;
  readonly workspace: string;
  readonly startedAt: string;
  /** `running` and `interrupted` beside the outcomes of `TaskOutcome`. */
  readonly outcome: string;
  readonly posted: NanoUsd;
  readonly held: NanoUsd;
}

export type Reconciled =
  | { readonly kind: "reconciled" }
  | { readonly kind: "no-such-call" }
  /** Only calls whose cost is unknown can be reconciled. */
  | { readonly kind: "not-unknown"; readonly state: string };

export type { OpenDocuments };

export interface ComposeOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly documents?: OpenDocuments;
  readonly fromEditor?: FromEditor;
  /** Path of a ripgrep that the editor brings along. */
  readonly ripgrep?: string | undefined;
}

export type Composed =
  | { readonly kind: "ready"; readonly body: Body; readonly notices: readonly string[] }
  | {
      readonly kind: "invalid";
      readonly problems: readonly ConfigurationProblem[];
      readonly settingProblems: readonly SettingProblem[];
      /** Opens the ledger for looking back, with no model to spend anything; undefined where that can't be done. */
      readonly past: () => Body | undefined;
    }
  /** The ledger or the data folder can't be used; `message` ends in the next step. */
  | {
      readonly kind: "unavailable";
      readonly message: string;
      /** For a ledger that is lost or damaged: moves what is left of it out of the way and returns the files as they are now called. */
      readonly setLedgerAside?: () => readonly string[];
    };

export type Compose = (options: ComposeOptions) => Promise<Composed>;
