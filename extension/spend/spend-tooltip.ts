import { l10n } from "vscode";
import type { BudgetView } from "../../server/protocol/requests.ts";
import { formatNanoUsd, limitNanoUsd } from "../../server/protocol/usd.ts";
import { markdownText } from "./markdown-text.ts";
import type { SpendSummary } from "./spend-summary.ts";
import { limitSentence } from "./spend-words.ts";

/** All budgets with what counts against them, as a Markdown table, and what happens at the limit. */
export function spendTooltip(summary: SpendSummary): string {
  const { today, todayHeld, budgets, atLimit } = summary;
  const held =
    todayHeld === "0"
      ? ""
      : ` ${l10n.t("{0} is held for calls whose cost is not known yet.", formatNanoUsd(todayHeld))}`;
  const title = `**Stepladder** — ${l10n.t("{0} spent today.", formatNanoUsd(today))}${held}`;
  if (budgets.length === 0) return `${title}\n\n${l10n.t("No budget is set.")}`;
  const head = [l10n.t("Budget"), l10n.t("Spent"), l10n.t("Held"), l10n.t("Limit")];
  const rows = [head, ["---", "--:", "--:", "--:"], ...budgets.map(budgetRow)];
  const table = rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  return `${title}\n\n${table}\n\n${limitSentence(atLimit)}`;
}

function budgetRow(budget: BudgetView): readonly string[] {
  const { scope, window, posted, held, limit, level } = budget;
  const mark = { fine: "", warning: "$(warning) ", reached: "$(error) " }[level];
  const where = scope === "everything" ? l10n.t("everything") : markdownText(scope);
  const counted = window === "task" ? ["", ""] : [formatNanoUsd(posted), held === "0" ? "" : formatNanoUsd(held)];
  return [`${mark}${windowWord(window)}, ${where}`, ...counted.map(markdownText), markdownText(limitNanoUsd(limit))];
}

function windowWord(window: BudgetView["window"]): string {
  switch (window) {
    case "task":
      return l10n.t("each task");
    case "day":
      return l10n.t("today");
    case "week":
      return l10n.t("this week");
    case "month":
      return l10n.t("this month");
  }
}
