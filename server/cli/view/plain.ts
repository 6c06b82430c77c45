import type { EvidenceView, QuoteView, TaskEvent } from "../../protocol/events.ts";
import { exactUsd, roughUsd } from "../usd.ts";
import { visibleLine } from "../visible-text.ts";
import { duration } from "./duration.ts";

/** One line for an event, without colours; undefined for the pieces of streamed text and for the end, which has its summary. */
export function plainLine(event: TaskEvent): string | undefined {
  const line = textOf(event);
  return line === undefined ? undefined : visibleLine(line);
}

function textOf(event: TaskEvent): string | undefined {
  switch (event.type) {
    case "task-start":
      return `task ${event.task}: ${event.kind}: ${event.prompt} (${quoteText(event.quote)})`;
    case "subtask-start":
      return `subtask ${event.subtask}: ${event.kind}: ${event.title}${event.because === "" ? "" : ` (${event.because})`}`;
    case "attempt-start":
      return `attempt ${event.number}: ${event.model} (${event.rung})`;
    case "call-start":
      return `step ${event.step}: ${event.model}, ${exactUsd(event.held)} held`;
    case "model-loading":
      return `${event.model} is being loaded`;
    case "call-end":
      return callEndText(event);
    case "retry":
      return `trying again in ${duration(event.waitMs)}: ${event.because}`;
    case "tool-start":
      return `${event.name} ${event.subject}`;
    case "tool-end":
      return `${event.outcome}: ${event.summary}`;
    case "approval-request":
      return `asked for agreement: ${subjectText(event)}`;
    case "approval-answer":
      return event.allowed ? "agreed" : "not agreed";
    case "question":
      return `question: ${event.text}`;
    case "check-start":
      return `check: ${event.check}`;
    case "check-end":
      return evidenceText(event.evidence);
    case "roll-back":
      return rollBackText(event.restored, event.kept);
    case "attempt-end":
      return `attempt ended, ${event.verdict?.kind ?? event.end}: ${event.verdict?.because ?? event.end} (${exactUsd(event.cost)}, ${duration(event.milliseconds)})`;
    case "escalation":
      return `stepping up from ${event.from} to ${event.to}: ${event.because}`;
    case "subtask-end":
      return `subtask ${event.subtask} ended, ${event.verdict?.kind ?? "no verdict"} (${exactUsd(event.cost)})`;
    case "budget-warning":
      return `budget: ${event.message}`;
    case "notice":
      return `${event.level === "warning" ? "warning" : "note"}: ${event.message}`;
    case "thinking-delta":
    case "text-delta":
    case "task-end":
      return undefined;
  }
}

export function quoteText(quote: QuoteView): string {
  const [low, likely, high] = [quote.low, quote.likely, quote.high].map((amount) => roughUsd(amount));
  return `quote: likely ${likely}, ${low} to ${high}: ${quote.because}`;
}

function callEndText(event: Extract<TaskEvent, { type: "call-end" }>): string {
  const tokens = `${event.inputTokens} in, ${event.outputTokens} out`;
  const failure = event.error === undefined ? "" : `: ${event.error}`;
  switch (event.state) {
    case "posted":
      return `${exactUsd(event.cost)} posted (${tokens})${failure}`;
    case "void":
      return `nothing billed${failure}`;
    case "unknown":
      return `cost unknown, ${exactUsd(event.cost)} stays held${failure}`;
  }
}

function subjectText(event: Extract<TaskEvent, { type: "approval-request" }>): string {
  const { subject } = event.approval;
  switch (subject.kind) {
    case "command":
    case "check":
      return `run ${subject.command}: ${subject.because}`;
    case "write":
      return `change ${subject.path}: ${subject.because}`;
    case "read":
      return `read ${subject.path}: ${subject.because}`;
    case "budget":
      return subject.message;
  }
}

function evidenceText(evidence: EvidenceView): string {
  return `${evidence.outcome}: ${evidence.check}: ${evidence.summary} (${duration(evidence.milliseconds)})`;
}

function rollBackText(restored: readonly string[], kept: readonly string[]): string {
  const back = restored.length === 0 ? "nothing to take back" : `taken back: ${restored.join(", ")}`;
  return kept.length === 0 ? back : `${back}; left alone, changed by someone else: ${kept.join(", ")}`;
}
