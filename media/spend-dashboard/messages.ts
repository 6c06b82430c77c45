import type { ReceiptView } from "../../server/protocol/events.ts";
import type { BudgetsView, DashboardView, RoutesView } from "../../server/protocol/requests.ts";
import type { Period } from "./period.ts";

/** What the dashboard is asked to show. */
export interface Wanted {
  readonly period: Period;
  /** Root of a workspace folder; undefined for everything. */
  readonly folder?: string | undefined;
}

export interface Folder {
  readonly name: string;
  readonly root: string;
}

export type ToPage =
  | { readonly type: "folders"; readonly folders: readonly Folder[] }
  /** Answers the `load` with this id. */
  | { readonly type: "dashboard"; readonly id: number; readonly view: DashboardView }
  | { readonly type: "dashboard-failed"; readonly id: number; readonly message: string }
  /** What the router knows, when the dashboard is loaded and after something was forgotten. */
  | { readonly type: "routes"; readonly view: RoutesView }
  | { readonly type: "routes-failed"; readonly message: string }
  /** Spend or budgets changed since. */
  | { readonly type: "budgets"; readonly budgets: BudgetsView }
  | { readonly type: "receipt"; readonly task: string; readonly receipt: ReceiptView }
  | { readonly type: "receipt-failed"; readonly task: string; readonly message: string }
  | { readonly type: "reconciled"; readonly call: string }
  | { readonly type: "reconcile-failed"; readonly call: string; readonly message: string };

export type FromPage =
  | { readonly type: "ready" | "set-budget" | "new-task" | "forget-routes" }
  | { readonly type: "load"; readonly id: number; readonly wanted: Wanted }
  | { readonly type: "open-receipt" | "open-task"; readonly task: string }
  | { readonly type: "export"; readonly format: "csv" | "json"; readonly wanted: Wanted }
  /** `cost` in nano-dollars, or `unbilled`. */
  | { readonly type: "reconcile"; readonly call: string; readonly cost: string };
