import type { ReceiptAttemptView, ReceiptCallView, ReceiptSubtaskView, ReceiptView } from "../../protocol/events.ts";
import { exactUsd } from "../usd.ts";
import { visibleLine } from "../visible-text.ts";
import { duration } from "./duration.ts";
import type { Style } from "./style.ts";
import { moneyLines } from "./summary.ts";
import { alignRows } from "./table.ts";

/** The whole receipt, call by call. */
export function receiptLines(receipt: ReceiptView, style: Style): readonly string[] {
  return [
    `${style.bold("Receipt")} ${visibleLine(receipt.task)}  ${receipt.outcome}`,
    visibleLine(receipt.prompt),
    style.dim([receipt.startedAt, visibleLine(receipt.workspace)].join(style.symbols.separator)),
    ...receipt.subtasks.flatMap((subtask) => subtaskLines(subtask, receipt, style)),
    "",
    ...moneyLines(receipt, style),
  ];
}

function depthOf(subtask: ReceiptSubtaskView, receipt: ReceiptView): number {
  const parent = receipt.subtasks.find((it) => it.subtask === subtask.parent);
  return parent === undefined || parent === subtask ? 0 : 1 + depthOf(parent, receipt);
}

function subtaskLines(subtask: ReceiptSubtaskView, receipt: ReceiptView, style: Style): readonly string[] {
  const indent = "  ".repeat(depthOf(subtask, receipt));
  const because = subtask.because === "" ? [] : [`${indent}${style.dim(visibleLine(subtask.because))}`];
  return [
    "",
    `${indent}${style.accent(subtask.kind)}  ${visibleLine(subtask.title)}`,
    ...because,
    ...subtask.attempts.flatMap((attempt) => attemptLines(attempt, style).map((line) => indent + line)),
  ];
}

function attemptLines(attempt: ReceiptAttemptView, style: Style): readonly string[] {
  const facts = [visibleLine(attempt.rung), exactUsd(attempt.cost), duration(attempt.milliseconds)];
  const why = visibleLine(attempt.because || attempt.end);
  const verdict = attempt.verdict ?? "no verdict";
  return [
    `  ${verdictMark(attempt, style)} ${attempt.number}  ${visibleLine(attempt.model)}  ${style.dim(facts.join("  "))}`,
    `       ${verdict}${why === "" ? "" : `: ${why}`}`,
    ...(attempt.endpointChanges ?? []).map(({ from, to, because }) =>
      style.attention(`       ${visibleLine(`${from} → ${to}: ${because}`)}`),
    ),
    ...alignRows(attempt.calls.map(callCells), ["left", "left", "left", "right", "right", "right", "left"]).map(
      (line) => style.dim(`       ${line}`),
    ),
    ...attempt.calls.flatMap((call) => differenceLines(call, style)),
  ];
}

function verdictMark(attempt: ReceiptAttemptView, style: Style): string {
  if (attempt.verdict === "proved") return style.good(style.symbols.proved);
  if (attempt.verdict === "refuted") return style.bad(style.symbols.refuted);
  return attempt.verdict === "unproved" ? style.attention(style.symbols.unproved) : style.dim(style.symbols.ended);
}

function callCells(call: ReceiptCallView): readonly string[] {
  const cached = call.cachedTokens > 0 ? ` (${call.cachedTokens} cached)` : "";
  return [
    visibleLine(call.purpose),
    visibleLine(call.call),
    call.state,
    `${call.inputTokens} in${cached}`,
    `${call.outputTokens} out`,
    exactUsd(call.cost),
    visibleLine(call.priceSource),
  ];
}

/** The provider's own figure is the cost; where ours differs, both are shown, and by how much. */
function differenceLines(call: ReceiptCallView, style: Style): readonly string[] {
  if (call.reported === undefined || call.computed === undefined || call.reported === call.computed) return [];
  const [reported, computed] = [exactUsd(call.reported), exactUsd(call.computed)];
  const apart = BigInt(call.reported) - BigInt(call.computed);
  const difference = `${exactUsd(String(apart < 0n ? -apart : apart))} ${apart > 0n ? "more" : "less"} than that`;
  const said = `the provider reported ${reported}, we computed ${computed}: billed ${difference}`;
  return [style.attention(`       ${visibleLine(call.call)}: ${said}`)];
}
