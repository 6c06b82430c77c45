import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import type {
  ReceiptAttemptView,
  ReceiptCallView,
  ReceiptSubtaskView,
  ReceiptView,
} from "../../server/protocol/events.ts";
import { exactNanoUsd, formatNanoUsd } from "../../server/protocol/usd.ts";
import { duration } from "./duration.ts";
import { icon } from "./icon.ts";
import { outcomeWords } from "./outcome-words.ts";
import { attemptsOf, callsOf, depthOf, differing, tokensOf } from "./receipt-sums.ts";
import { visibleLine } from "./visible-text.ts";

/** A task's spend: the sums, and each attempt down to its calls, which unfold. Needs `shared.css` on the page. */
export function receiptView(receipt: ReceiptView): TemplateResult {
  return html`<section class="receipt" aria-label=${t("Receipt")}>
    ${sums(receipt)}
    ${receipt.subtasks.map((subtask) => subtaskRows(subtask, receipt))}
  </section>`;
}

function sums(receipt: ReceiptView): TemplateResult {
  const tokens = tokensOf(callsOf(receipt));
  const held = BigInt(receipt.held);
  const estimate = receipt.frontierEstimate;
  return html`<dl class="receipt-sums">
    <div class="total"><dt>${t("Spent")}</dt><dd>${exactNanoUsd(receipt.total)}</dd></div>
    ${held === 0n ? nothing : html`<div class="attention"><dt>${t("Held")}</dt><dd>${exactNanoUsd(receipt.held)} <span class="quiet">${t("its true cost never came; it counts until it is settled")}</span></dd></div>`}
    ${estimate === undefined ? nothing : html`<div><dt>${t("All frontier")}</dt><dd>${t("about {0}", formatNanoUsd(estimate.cost))} <span class="quiet" title=${t("The same tokens at the price of {0}. An estimate, never a promise.", visibleLine(estimate.model))}>${t("estimate: the same tokens at the price of {0}", visibleLine(estimate.model))}</span></dd></div>`}
    <div><dt>${t("Tokens")}</dt><dd>${tokenText(tokens)}</dd></div>
    <div><dt>${t("Attempts")}</dt><dd>${count(attemptsOf(receipt).length)} <span class="quiet">${t("with {0} calls", count(callsOf(receipt).length))}</span></dd></div>
  </dl>`;
}

function subtaskRows(subtask: ReceiptSubtaskView, receipt: ReceiptView): TemplateResult {
  const depth = Math.min(depthOf(subtask, receipt), 4);
  return html`<div class="receipt-subtask depth-${depth}">
    ${receipt.subtasks.length < 2 ? nothing : html`<div class="receipt-title"><span class="kind">${subtask.kind}</span> ${visibleLine(subtask.title)}</div>`}
    ${subtask.attempts.map(attemptRow)}
  </div>`;
}

function attemptRow(attempt: ReceiptAttemptView): TemplateResult {
  const words = outcomeWords(attempt.verdict ?? "");
  const mark =
    attempt.verdict === undefined
      ? icon("circle-outline", t("No verdict"), "quiet")
      : icon(words.icon, words.word, words.tone);
  return html`<details class="receipt-attempt">
    <summary>
      ${mark}<span class="model">${visibleLine(attempt.model)}</span>
      <span class="rung">${visibleLine(attempt.rung)}</span>
      <span class="money">${exactNanoUsd(attempt.cost)}</span>
    </summary>
    <p class="quiet">${[visibleLine(attempt.because || attempt.end), duration(attempt.milliseconds)].filter((it) => it !== "").join(" · ")}</p>
    ${(attempt.endpointChanges ?? []).map(({ from, to, because }) => html`<p class="attention">${icon("refresh")} ${t("From {0} on to {1}: {2}", visibleLine(from), visibleLine(to), visibleLine(because))}</p>`)}
    ${attempt.calls.length === 0 ? html`<p class="quiet">${t("No call was made.")}</p>` : callTable(attempt.calls)}
    ${differing(attempt.calls).map(difference)}
  </details>`;
}

function callTable(calls: readonly ReceiptCallView[]): TemplateResult {
  return html`<div class="table-scroll" role="group" tabindex="0" aria-label=${t("Calls")}><table class="calls">
    <thead><tr><th scope="col">${t("Call")}</th><th scope="col">${t("State")}</th><th scope="col" class="number">${t("Input")}</th><th scope="col" class="number">${t("Output")}</th><th scope="col" class="number">${t("Cost")}</th></tr></thead>
    <tbody>${calls.map(callRow)}</tbody>
  </table></div>`;
}

function callRow(call: ReceiptCallView): TemplateResult {
  const cached =
    call.cachedTokens > 0
      ? t("{0} ({1} cached)", count(call.inputTokens), count(call.cachedTokens))
      : count(call.inputTokens);
  return html`<tr title=${t("{0}, price from {1}", call.call, visibleLine(call.priceSource))}>
    <td>${visibleLine(call.purpose)}</td><td class=${call.state === "posted" ? "" : "attention"}>${stateWord(call.state)}</td>
    <td class="number">${cached}</td><td class="number">${count(call.outputTokens)}</td><td class="number">${exactNanoUsd(call.cost)}</td>
  </tr>`;
}

function stateWord(state: ReceiptCallView["state"]): string {
  switch (state) {
    case "held":
      return t("held");
    case "posted":
      return t("posted");
    case "void":
      return t("not billed");
    case "unknown":
      return t("unknown");
  }
}

/** The provider's own figure is the cost; where ours differs, both are shown, and by how much. */
function difference(call: ReceiptCallView): TemplateResult {
  const [reported, computed] = [exactNanoUsd(call.reported ?? "0"), exactNanoUsd(call.computed ?? "0")];
  const apart = BigInt(call.reported ?? "0") - BigInt(call.computed ?? "0");
  const difference = exactNanoUsd(String(apart < 0n ? -apart : apart));
  return html`<p class="attention">${icon("warning")} ${t("The provider reported {0}; computed from its tokens it is {1}. Difference: {2}", reported, computed, difference)}</p>`;
}

function tokenText(tokens: ReturnType<typeof tokensOf>): string {
  if (tokens.cached === 0) return t("{0} in, {1} out", count(tokens.input), count(tokens.output));
  return t("{0} in ({1} cached), {2} out", count(tokens.input), count(tokens.cached), count(tokens.output));
}

function count(value: number): string {
  return value.toLocaleString(document.documentElement.lang || undefined);
}
