import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { visibleLine } from "../shared/visible-text.ts";
import type { Column, TimePlot } from "./day-columns.ts";
import "./money-plot.ts";
import { dayText, money } from "./words.ts";

const rungColors = ["--rung-0", "--rung-1", "--rung-2", "--rung-3", "--rung-4", "--rung-5"];

/** Spend by day, stacked by rung, as a picture and as a table. */
export function spendOverTime(plot: TimePlot): TemplateResult {
  const { columns, rungs } = plot;
  const series = rungs.map((name, index) => ({
    name,
    color: colorOf(index),
    values: columns.map(({ posted }) => posted[index]),
  }));
  return html`<p class="legend">${rungs.map((rung, index) => html`<span class="key rung-${index % rungColors.length}"></span>${visibleLine(rung)} `)}</p>
    <stepladder-money-plot .look=${"bars"} .columns=${shortTexts(columns)} .series=${series} .label=${spendLabel(columns)}></stepladder-money-plot>
    ${asTable(
      t("Spend over time"),
      html`<tr><th scope="col">${unitHead(plot)}</th>${rungs.map((rung) => html`<th scope="col" class="number">${visibleLine(rung)}</th>`)}<th scope="col" class="number">${t("Total")}</th></tr>`,
      columns.map(
        (column) => html`<tr><th scope="row">${dayText(column.key, "long")}</th>
          ${column.posted.map((amount) => html`<td class="number">${money(amount)}</td>`)}<td class="number">${money(column.total)}</td></tr>`,
      ),
    )}`;
}

/** What a completed task cost, failures included, over time. */
export function completedOverTime(plot: TimePlot): TemplateResult {
  const columns = plot.columns.filter(({ costPerCompleted }) => costPerCompleted !== undefined);
  if (columns.length === 0) return html`<p class="quiet">${t("No task was completed in this time.")}</p>`;
  const values = plot.columns.map(({ costPerCompleted }) => costPerCompleted);
  const series = [{ name: "", color: "--rung-2", values }];
  return html`<stepladder-money-plot .look=${"line"} .columns=${shortTexts(plot.columns)} .series=${series} .label=${completedLabel(columns)}></stepladder-money-plot>
    ${asTable(
      t("Cost per completed task over time"),
      html`<tr><th scope="col">${unitHead(plot)}</th><th scope="col" class="number">${t("Per completed task")}</th></tr>`,
      columns.map(
        ({ key, costPerCompleted }) =>
          html`<tr><th scope="row">${dayText(key, "long")}</th><td class="number">${costPerCompleted === undefined ? nothing : money(costPerCompleted)}</td></tr>`,
      ),
    )}`;
}

function asTable(caption: string, head: TemplateResult, rows: readonly TemplateResult[]): TemplateResult {
  return html`<details class="as-table"><summary>${t("As a table")}</summary>
    <div class="table-scroll" role="region" tabindex="0" aria-label=${caption}><table class="figures"><thead>${head}</thead><tbody>${rows}</tbody></table></div>
  </details>`;
}

function spendLabel(columns: readonly Column[]): string {
  const [first, last] = [columns[0], columns.at(-1)];
  const most = columns.reduce<Column | undefined>(
    (found, each) => (each.total > (found?.total ?? -1n) ? each : found),
    undefined,
  );
  if (first === undefined || last === undefined || most === undefined) return t("No spend");
  const between = [dayText(first.key, "long"), dayText(last.key, "long")] as const;
  return t(
    "Spend from {0} to {1}; the most is {2} on {3}. The table below has every figure.",
    ...between,
    money(most.total),
    dayText(most.key, "long"),
  );
}

function completedLabel(columns: readonly Column[]): string {
  const cost = (column: Column | undefined) => money(column?.costPerCompleted ?? 0n);
  return t(
    "Cost per completed task, from {0} to {1} at the end. The table below has every figure.",
    cost(columns[0]),
    cost(columns.at(-1)),
  );
}

function unitHead({ unit }: TimePlot): string {
  return unit === "day" ? t("Day") : t("Month");
}

function shortTexts(columns: readonly Column[]): readonly string[] {
  return columns.map(({ key }) => dayText(key, "short"));
}

function colorOf(index: number): string {
  return rungColors[index % rungColors.length] ?? "--rung-0";
}
