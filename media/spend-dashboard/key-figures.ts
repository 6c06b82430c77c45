import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import type { DashboardView } from "../../server/protocol/requests.ts";
import { visibleLine } from "../shared/visible-text.ts";
import { count, money } from "./words.ts";

/** The period in four figures, and what the dearest way would have cost. */
export function keyFigures({ total, frontierEstimate }: DashboardView): TemplateResult {
  const perCompleted = total.costPerCompleted === null ? t("none completed") : money(total.costPerCompleted);
  return html`<dl class="key-figures">
      ${figure(t("Spent"), money(total.posted), t("{0} calls", count(total.calls)), "main")}
      ${figure(t("Per completed task"), perCompleted, t("failed attempts included"))}
      ${figure(t("Tasks completed"), count(total.completed), t("of {0}", count(total.tasks)))}
      ${total.held === "0" ? nothing : figure(t("Held"), money(total.held), t("their true cost is not known"), "attention")}
    </dl>
    ${frontierEstimate === undefined ? nothing : estimate(frontierEstimate)}`;
}

function estimate({ model, cost }: NonNullable<DashboardView["frontierEstimate"]>): TemplateResult {
  return html`<p class="estimate"><span class="badge">${t("estimate")}</span> ${t("All frontier: about {0}", money(cost))}
    <span class="quiet">${t("the same tokens at the price of {0}; never a promise", visibleLine(model))}</span></p>`;
}

function figure(title: string, value: string, more: string, className = ""): TemplateResult {
  return html`<div class=${className}><dt>${title}</dt><dd><span class="value">${value}</span><span class="quiet more">${more}</span></dd></div>`;
}
