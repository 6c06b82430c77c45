import { z } from "zod";
import type { Kind, NanoUsdText, ReceiptView } from "./events.ts";
import { type Done, id, nanoUsd, workspace } from "./fields.ts";

const period = {
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  workspace,
};

export const spendRequests = {
  "stepladder/receipt": z.strictObject({ task: id }),
  /** Newest first. */
  "stepladder/tasks": z.strictObject({
    workspace,
    limit: z.int().min(1).max(10_000).default(100),
    /** Words that all have to occur in the prompt. */
    search: z.string().max(1_000).optional(),
  }),
  "stepladder/spend": z.strictObject({
    ...period,
    by: z.enum(["day", "model", "rung", "kind", "task", "outcome"]).default("day"),
  }),
  /** All that the spend dashboard shows, summed up by the ledger. */
  "stepladder/dashboard": z.strictObject(period),
  /** What is spent today, and every budget that applies with what counts against it. */
  "stepladder/budgets": z.strictObject({ workspace }),
  /** All calls of the period as text. */
  "stepladder/export": z.strictObject({ ...period, format: z.enum(["csv", "json"]) }),
  /** Settles a call whose true cost never came, with what the provider's bill says. */
  "stepladder/reconcile": z.strictObject({ call: id, cost: z.union([nanoUsd, z.literal("unbilled")]) }),
} as const;

export interface SpendResults {
  "stepladder/receipt": ReceiptView;
  "stepladder/tasks": { readonly tasks: readonly TaskRowView[] };
  "stepladder/spend": SpendView;
  "stepladder/dashboard": DashboardView;
  "stepladder/budgets": BudgetsView;
  "stepladder/export": { readonly text: string; readonly calls: number };
  "stepladder/reconcile": Done;
}

export interface TaskRowView {
  readonly task: string;
  readonly prompt: string;
  readonly kind: string;
  readonly workspace: string;
  readonly startedAt: string;
  readonly outcome: string;
  readonly posted: NanoUsdText;
  readonly held: NanoUsdText;
}

export interface SpendRowView {
  readonly key: string;
  readonly tasks: number;
  readonly completed: number;
  readonly costPerCompleted: NanoUsdText | null;
  readonly calls: number;
  readonly posted: NanoUsdText;
  readonly held: NanoUsdText;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface SpendView {
  readonly rows: readonly SpendRowView[];
  readonly total: SpendRowView;
  readonly unknown: readonly {
    readonly call: string;
    readonly task: string;
    readonly model: string;
    readonly at: string;
    readonly held: NanoUsdText;
  }[];
}

/** `key` is a day (`2026-11-21`), a model, a rung or a kind. */
export interface DashboardView {
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly total: SpendRowView;
  readonly days: readonly (SpendRowView & {
    readonly rungs: readonly { readonly rung: string; readonly posted: NanoUsdText }[];
  })[];
  readonly models: readonly SpendRowView[];
  readonly kinds: readonly SpendRowView[];
  /** By model: where attempts were proved, refuted and escalated. */
  readonly attempts: readonly {
    readonly model: string;
    readonly rung: string;
    readonly kind: Kind;
    readonly proved: number;
    readonly unproved: number;
    readonly refuted: number;
    /** Refuted and then handed over to another model. */
    readonly escalated: number;
    readonly cost: NanoUsdText;
  }[];
  /** The same tokens at the frontier model's price: an estimate, never a promise. */
  readonly frontierEstimate: { readonly model: string; readonly cost: NanoUsdText } | undefined;
  readonly budgets: BudgetsView;
  /** Newest first, at most 1,000; `moreTasks` are not listed. */
  readonly tasks: readonly TaskRowView[];
  readonly moreTasks: number;
  readonly unknown: SpendView["unknown"];
}

export interface BudgetView {
  /** `everything`, or a workspace's root. */
  readonly scope: string;
  readonly window: "task" | "day" | "week" | "month";
  readonly limit: NanoUsdText;
  readonly posted: NanoUsdText;
  readonly held: NanoUsdText;
  /** `warning` from the user's warning level on; `reached` when nothing more fits. */
  readonly level: "fine" | "warning" | "reached";
  /** When the window ends; undefined for a task's. */
  readonly resetsAt: string | undefined;
}

export interface BudgetsView {
  /** ISO date of the machine's calendar day that `today` sums up. */
  readonly day: string;
  readonly today: NanoUsdText;
  readonly todayHeld: NanoUsdText;
  readonly budgets: readonly BudgetView[];
  readonly atLimit: "ask" | "local-only" | "stop";
}

export type SpendChangedParams = BudgetsView;
