import { basename } from "node:path";
import { l10n } from "vscode";
import type { BudgetsView, BudgetView } from "../../server/protocol/requests.ts";
import { formatNanoUsd, limitNanoUsd } from "../../server/protocol/usd.ts";
import type { SpendSummary } from "./spend-summary.ts";

/** `$0.42 / $10 today`, or today's spend beside the limit that is nearer. */
export function statusText({ today, nearest }: SpendSummary): string {
  const spent = formatNanoUsd(today);
  if (nearest === undefined) return l10n.t("{0} today", spent);
  const limit = limitNanoUsd(nearest.limit);
  if (nearest.window === "day" && nearest.scope === "everything") return l10n.t("{0} / {1} today", spent, limit);
  return l10n.t("{0} today · {1} / {2} {3}", spent, formatNanoUsd(nearest.posted), limit, whenAndWhere(nearest));
}

/** The same as a sentence, for screen readers. */
export function statusLabel(summary: SpendSummary): string {
  const { today, nearest } = summary;
  const spent = l10n.t("Stepladder spent {0} today.", formatNanoUsd(today));
  if (nearest === undefined) return l10n.t("{0} No budget is set.", spent);
  return `${spent} ${budgetSentence(nearest)}`;
}

/** `The budget of a day for everything is nearly reached: $8.10 of $10 is spent. $0.20 is held.` */
export function budgetSentence(budget: BudgetView): string {
  const held = budget.held === "0" ? "" : ` ${l10n.t("{0} is held.", formatNanoUsd(budget.held))}`;
  return `${levelSentence(budget)}${held}`;
}

function levelSentence(budget: BudgetView): string {
  const sums = [formatNanoUsd(budget.posted), limitNanoUsd(budget.limit)] as const;
  switch (budget.level) {
    case "fine":
      return l10n.t("{0}: {1} of {2} is spent.", budgetName(budget), ...sums);
    case "warning":
      return l10n.t("{0} is nearly reached: {1} of {2} is spent.", budgetName(budget), ...sums);
    case "reached":
      return l10n.t("{0} is reached: {1} of {2} is spent.", budgetName(budget), ...sums);
  }
}

export function budgetName({ scope, window }: Pick<BudgetView, "scope" | "window">): string {
  const of = { task: l10n.t("task"), day: l10n.t("day"), week: l10n.t("week"), month: l10n.t("month") }[window];
  if (scope === "everything") return l10n.t("The budget of a {0} for everything", of);
  return l10n.t("The budget of a {0} for {1}", of, basename(scope));
}

export function limitSentence(atLimit: BudgetsView["atLimit"]): string {
  switch (atLimit) {
    case "ask":
      return l10n.t("At a limit you are asked whether to raise it.");
    case "local-only":
      return l10n.t("At a limit only free local models go on.");
    case "stop":
      return l10n.t("At a limit the task stops.");
  }
}

function whenAndWhere({ scope, window }: BudgetView): string {
  const when = { task: "", day: l10n.t("today"), week: l10n.t("this week"), month: l10n.t("this month") }[window];
  return scope === "everything" ? when : l10n.t("{0} in {1}", when, basename(scope));
}
