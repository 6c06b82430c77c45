import { commands, type Disposable, l10n } from "vscode";
import type { BudgetsView } from "../../server/protocol/requests.ts";
import type { Parts } from "../parts.ts";
import { type BudgetAlert, budgetAlerts } from "./budget-alerts.ts";
import type { LastSpend } from "./last-spend.ts";
import { budgetSentence, limitSentence } from "./spend-words.ts";

const key = "stepladder.spend.told";

/** One message for each budget that comes near to its limit, and one when it is reached; also over restarts of the window. */
export function tellBudgets({ context, notify }: Pick<Parts, "context" | "notify">, spend: LastSpend): Disposable {
  const tell = (budgets: BudgetsView) => {
    const before = context.globalState.get<readonly string[]>(key) ?? [];
    const { alerts, told } = budgetAlerts(budgets, before, new Date());
    if (alerts.length > 0) void context.globalState.update(key, told);
    for (const alert of alerts) void tellOne(alert, budgets.atLimit, notify);
  };
  return spend.onDidChange(tell);
}

async function tellOne(
  { budget }: BudgetAlert,
  atLimit: BudgetsView["atLimit"],
  notify: Parts["notify"],
): Promise<void> {
  const [dashboard, set] = [l10n.t("Open Dashboard"), l10n.t("Set Budget…")];
  const sentence = budgetSentence(budget);
  const message = budget.level === "reached" ? `${sentence} ${limitSentence(atLimit)}` : sentence;
  const chosen = await notify.warn(message, dashboard, set);
  if (chosen === dashboard) await commands.executeCommand("stepladder.spendDashboard");
  if (chosen === set) await commands.executeCommand("stepladder.setBudget");
}
