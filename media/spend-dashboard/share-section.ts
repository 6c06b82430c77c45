import { t } from "@vscode/l10n";
import { html, type TemplateResult } from "lit";
import type { SpendRowView } from "../../server/protocol/requests.ts";
import { visibleLine } from "../shared/visible-text.ts";
import { bar } from "./bar.ts";
import { count, money } from "./words.ts";

/** Spend by model or by kind: a table whose bars show each row's share of the dearest. */
export function shareSection(rows: readonly SpendRowView[], head: string): TemplateResult {
  const most = rows.reduce((found, { posted }) => (BigInt(posted) > found ? BigInt(posted) : found), 0n);
  return html`<div class="table-scroll"><table class="figures">
    <thead><tr>
      <th scope="col">${head}</th><th scope="col" class="number">${t("Spent")}</th><td class="bar-cell"></td>
      <th scope="col" class="number">${t("Per completed task")}</th><th scope="col" class="number">${t("Tasks")}</th>
      <th scope="col" class="number">${t("Calls")}</th><th scope="col" class="number">${t("Tokens in")}</th><th scope="col" class="number">${t("Tokens out")}</th>
    </tr></thead>
    <tbody>${rows.map((row) => shareRow(row, most))}</tbody>
  </table></div>`;
}

function shareRow(row: SpendRowView, most: bigint): TemplateResult {
  const perCompleted = row.costPerCompleted === null ? t("none completed") : money(row.costPerCompleted);
  return html`<tr>
    <th scope="row" title=${visibleLine(row.key)}>${visibleLine(row.key)}</th><td class="number">${money(row.posted)}</td>
    <td class="bar-cell">${bar([{ className: "posted", amount: BigInt(row.posted) }], most === 0n ? 1n : most)}</td>
    <td class="number">${perCompleted}</td><td class="number">${t("{0} of {1}", count(row.completed), count(row.tasks))}</td>
    <td class="number">${count(row.calls)}</td><td class="number">${count(row.inputTokens)}</td><td class="number">${count(row.outputTokens)}</td>
  </tr>`;
}
