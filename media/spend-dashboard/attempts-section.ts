import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../shared/icon.ts";
import { visibleLine } from "../shared/visible-text.ts";
import { type AttemptCounts, attemptsIn, type ModelAttempts } from "./attempt-rows.ts";
import { bar } from "./bar.ts";
import { count, money } from "./words.ts";

/** Where attempts were proved, refuted and escalated: by model, unfolding to its kinds of work. */
export function attemptsSection(
  rows: readonly ModelAttempts[],
  unfolded: ReadonlySet<string>,
  toggle: (model: string) => void,
): TemplateResult {
  return html`<p class="legend">
      <span class="key proved"></span>${t("proved")} <span class="key unproved"></span>${t("unproved")} <span class="key refuted"></span>${t("refuted")}
      <span class="quiet">${t("Escalated: refuted, then handed over to another model.")}</span>
    </p>
    <div class="table-scroll"><table class="figures attempts">
      <thead><tr>
        <th scope="col">${t("Model")}</th><td class="bar-cell"></td><th scope="col" class="number">${t("Proved")}</th>
        <th scope="col" class="number">${t("Unproved")}</th><th scope="col" class="number">${t("Refuted")}</th>
        <th scope="col" class="number">${t("Escalated")}</th><th scope="col" class="number">${t("Cost")}</th>
      </tr></thead>
      <tbody>${rows.map((row) => modelRows(row, unfolded.has(row.model), toggle))}</tbody>
    </table></div>`;
}

function modelRows(row: ModelAttempts, open: boolean, toggle: (model: string) => void): TemplateResult {
  return html`<tr>
      <th scope="row"><button class="unfold" aria-expanded=${open} @click=${() => toggle(row.model)}>
        ${icon(open ? "chevron-down" : "chevron-right")}<span class="rung">${visibleLine(row.rung)}</span> ${visibleLine(row.model)}
      </button></th>${cells(row)}
    </tr>
    ${open ? row.kinds.map((kind) => html`<tr class="inner"><th scope="row">${kind.kind}</th>${cells(kind)}</tr>`) : nothing}`;
}

function cells(counts: AttemptCounts): TemplateResult {
  const all = attemptsIn(counts);
  const parts = (["proved", "unproved", "refuted"] as const).map((name) => ({
    className: name,
    amount: BigInt(counts[name]),
  }));
  return html`<td class="bar-cell">${bar(parts, BigInt(Math.max(1, all)))}</td>
    ${(["proved", "unproved", "refuted", "escalated"] as const).map((name) => html`<td class="number">${share(counts[name], all)}</td>`)}
    <td class="number">${money(counts.cost)}</td>`;
}

function share(part: number, all: number): TemplateResult {
  if (part === 0) return html`<span class="quiet">0</span>`;
  return html`${count(part)} <span class="quiet percent">${Math.round((part * 100) / all)} %</span>`;
}
