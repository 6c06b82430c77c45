import { Disposable, l10n, MarkdownString, StatusBarAlignment, ThemeColor, window } from "vscode";
import type { BudgetsView, BudgetView } from "../../server/protocol/requests.ts";
import type { LastSpend } from "./last-spend.ts";
import { localDay, type SpendSummary, summaryOf } from "./spend-summary.ts";
import { spendTooltip } from "./spend-tooltip.ts";
import { statusLabel, statusText } from "./spend-words.ts";

const priority = 40;

/** Today's spend and the nearest limit. It starts no server: until one runs it shows what was known last. */
export function createSpendStatusBar(spend: LastSpend): Disposable {
  const item = window.createStatusBarItem("stepladder.spend", StatusBarAlignment.Right, priority);
  item.name = l10n.t("Stepladder Spend");
  item.command = "stepladder.spendDashboard";
  const show = () => {
    const summary = summaryOf(spend.known ?? nothingKnown(), new Date());
    item.text = `$(credit-card) ${statusText(summary)}`;
    item.tooltip = tooltipOf(summary);
    item.accessibilityInformation = { label: statusLabel(summary), role: "button" };
    item.backgroundColor = backgroundOf(summary.nearest);
  };
  show();
  item.show();
  // A day may have ended since the window was looked at.
  const returned = window.onDidChangeWindowState(({ focused }) => focused && show());
  return Disposable.from(item, spend.onDidChange(show), returned);
}

function nothingKnown(): BudgetsView {
  return { day: localDay(new Date()), today: "0", todayHeld: "0", budgets: [], atLimit: "ask" };
}

function tooltipOf(summary: SpendSummary): MarkdownString {
  const text = new MarkdownString(spendTooltip(summary), true);
  text.isTrusted = false;
  return text;
}

/** Who allows nothing has not reached a limit by mistake. */
function backgroundOf(nearest: BudgetView | undefined): ThemeColor | undefined {
  if (nearest === undefined || (nearest.limit === "0" && nearest.posted === "0")) return undefined;
  const { level } = nearest;
  if (level === "reached") return new ThemeColor("statusBarItem.errorBackground");
  return level === "warning" ? new ThemeColor("statusBarItem.warningBackground") : undefined;
}
