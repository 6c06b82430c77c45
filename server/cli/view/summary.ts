import type { ReceiptView, TaskOutcome } from "../../protocol/events.ts";
import { wrap } from "../text-width.ts";
import { exactUsd, roughUsd } from "../usd.ts";
import { visible, visibleLine } from "../visible-text.ts";
import type { TaskEnd } from "./state.ts";
import type { Style } from "./style.ts";

/** What stays when a task is over: answer, changed files, how it ended, what it cost, and what can be done next. */
export function summary(end: TaskEnd, style: Style, width: number): readonly string[] {
  return [...answerLines(end, width), ...changedLines(end, style), ...endLines(end, style)];
}

function answerLines(end: TaskEnd, width: number): readonly string[] {
  const text = visible(end.answer.trim()).replaceAll("\t", "  ");
  return text === "" ? [] : ["", ...wrap(text, width)];
}

function changedLines(end: TaskEnd, style: Style): readonly string[] {
  if (end.changed.length === 0) return [];
  return ["", "Changed", ...end.changed.map((path) => `  ${style.accent(visibleLine(path))}`)];
}

function endLines(end: TaskEnd, style: Style): readonly string[] {
  const { receipt } = end;
  return [
    "",
    `${outcomeMark(end.outcome, style)} ${style.bold(visibleLine(outcomeSentence(end.outcome)))}`,
    ...moneyLines(receipt, style).map((line) => `  ${line}`),
    ...nextSteps(end).map((line) => `  ${style.dim(visibleLine(line))}`),
  ];
}

export function outcomeSentence(outcome: TaskOutcome): string {
  switch (outcome.kind) {
    case "proved":
      return `Proved: ${outcome.because}`;
    case "answered":
      return "Answered; nothing was edited.";
    case "unproved":
      return `Unproved: ${outcome.because} The changes are kept.`;
    case "refuted":
      return `Refuted: ${outcome.because} All changes were taken back.`;
    case "over-budget":
      return `Over budget: ${outcome.message}`;
    case "refused":
      return `Refused: ${outcome.message}`;
    case "cancelled":
      return "Cancelled; all changes were taken back.";
    case "failed":
      return `Failed: ${outcome.message}`;
  }
}

function outcomeMark(outcome: TaskOutcome, style: Style): string {
  switch (outcome.kind) {
    case "proved":
    case "answered":
      return style.good(style.symbols.proved);
    case "unproved":
      return style.attention(style.symbols.unproved);
    case "cancelled":
      return style.dim(style.symbols.ended);
    case "refuted":
    case "over-budget":
    case "refused":
    case "failed":
      return style.bad(style.symbols.refuted);
  }
}

/** Total, what is still held, and the estimate beside it. */
export function moneyLines(receipt: ReceiptView, style: Style): readonly string[] {
  const held = BigInt(receipt.held);
  const estimate = receipt.frontierEstimate;
  return [
    `${style.bold(exactUsd(receipt.total))} spent`,
    ...(held > 0n
      ? [
          style.attention(
            `${exactUsd(held)} held: its true cost never came. Settle it: stepladder spend --reconcile CALL=USD`,
          ),
        ]
      : []),
    ...(estimate === undefined
      ? []
      : [
          style.dim(
            `about ${roughUsd(estimate.cost)} had ${visibleLine(estimate.model)} done it all (an estimate: same tokens at its price)`,
          ),
        ]),
  ];
}

function nextSteps({ task, outcome, changed }: TaskEnd): readonly string[] {
  const receipt = `Receipt: stepladder receipt ${task}`;
  switch (outcome.kind) {
    case "unproved":
      return ["Look at the changes before you keep them.", `Take them back: stepladder undo ${task}`, receipt];
    case "proved":
      return changed.length === 0 ? [receipt] : [receipt, `Take it back: stepladder undo ${task}`];
    case "answered":
    case "refuted":
    case "cancelled":
    case "over-budget":
    case "failed":
      return [receipt];
    case "refused":
      return [];
  }
}
