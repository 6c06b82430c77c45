import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import type { BudgetsView, BudgetView } from "../../server/protocol/requests.ts";
import { limitNanoUsd } from "../../server/protocol/usd.ts";
import { icon } from "../shared/icon.ts";
import { bar } from "./bar.ts";
import { budgetTitle, limitText, money, timeText } from "./words.ts";

/** Every budget that applies, with what is spent and what is held of it. */
export function budgetsSection({ budgets, atLimit }: BudgetsView, setBudget: () => void): TemplateResult {
  const button = html`<vscode-button secondary icon="edit" @click=${setBudget}>${t("Set Budget…")}</vscode-button>`;
  if (budgets.length === 0)
    return html`<p class="quiet">${t("No budget is set, so nothing limits the spend.")}</p>${button}`;
  return html`<ul class="budgets">${budgets.map(budgetRow)}</ul>
    <p class="quiet budgets-end">${limitText(atLimit)} ${button}</p>`;
}

function budgetRow(budget: BudgetView): TemplateResult {
  const { window, posted, held, limit, level, resetsAt } = budget;
  const title = budgetTitle(budget);
  if (window === "task")
    return html`<li><span class="name">${title}</span><span class="counts">${t("at most {0}", limitNanoUsd(limit))}</span></li>`;
  const parts = [
    { className: level === "fine" ? "posted" : `posted ${level}`, amount: BigInt(posted) },
    { className: "held", amount: BigInt(held) },
  ];
  const text = t("{0} of {1} spent", money(posted), limitNanoUsd(limit));
  return html`<li>
    <span class="name">${levelIcon(level)}${title}</span>
    <span class="counts">${text}${held === "0" ? nothing : html`, <span class="held-text">${t("{0} held", money(held))}</span>`}</span>
    ${bar(parts, BigInt(limit))}
    ${resetsAt === undefined ? nothing : html`<span class="quiet resets">${t("starts anew {0}", timeText(resetsAt))}</span>`}
  </li>`;
}

function levelIcon(level: BudgetView["level"]): TemplateResult | typeof nothing {
  if (level === "fine") return nothing;
  if (level === "warning") return icon("warning", t("Nearly reached"), "attention");
  return icon("error", t("Reached"), "bad");
}
