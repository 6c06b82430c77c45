import type { EvidenceView, QuoteView, TaskEvent } from "../../protocol/events.ts";
import { exactUsd, roughUsd } from "../usd.ts";
import { visibleLine } from "../visible-text.ts";
import { duration } from "./duration.ts";

type Event<Type extends TaskEvent["type"]> = Extract<TaskEvent, { type: Type }>;

/** Tools whose result is worth a line even when all went well. */
const telling: ReadonlySet<string> = new Set([
  "edit_file",
  "edit_blocks",
  "apply_patch",
  "apply_diff",
  "write_file",
  "run_command",
  "check",
  "delegate",
]);

/** Checks of our own, which take no time and need no line when they pass. */
const ownChecks: ReadonlySet<string> = new Set(["files edited", "files parse"]);

/**
 * Turns events into lines without colours: attempts stand at the margin, their steps and checks below them, children deeper.
 * Undefined for what needs no line: pieces of streamed text, and the end, which has its summary.
 */
export function createPlainLines(): (event: TaskEvent) => string | undefined {
  const depths = new Map<string, number>();
  const steps = new Map<string, number>();
  const tools = new Map<string, string>();
  let depth = 0;

  const remember = (event: TaskEvent): void => {
    if (event.type === "subtask-start") {
      depth = event.parent === undefined ? 0 : (depths.get(event.parent) ?? 0) + 1;
      depths.set(event.subtask, depth);
    }
    if (event.type === "subtask-end") depth = Math.max(0, (depths.get(event.subtask) ?? 0) - 1);
    if (event.type === "call-start") steps.set(event.call, event.step);
    if (event.type === "tool-start") tools.set(event.toolCall, event.name);
  };

  return (event) => {
    const shownAt = depth;
    remember(event);
    const text =
      event.type === "call-end"
        ? callEndText(event, steps.get(event.call))
        : event.type === "tool-end"
          ? toolEndText(event, tools.get(event.toolCall))
          : textOf(event);
    if (text === undefined) return undefined;
    const margin = "  ".repeat(2 * (event.type === "subtask-end" ? shownAt : depth) + indentation(event));
    return `${margin}${visibleLine(text)}`;
  };
}

function indentation(event: TaskEvent): number {
  switch (event.type) {
    case "tool-start":
      return 2;
    case "tool-end":
      return 3;
    case "task-start":
    case "attempt-start":
    case "budget-warning":
    case "notice":
    case "subtask-start":
      return 0;
    case "check-start":
    case "check-end":
      return event.attempt === undefined ? 0 : 1;
    default:
      return 1;
  }
}

function textOf(event: Exclude<TaskEvent, { type: "call-end" | "tool-end" }>): string | undefined {
  switch (event.type) {
    case "task-start":
      return `task ${event.task}, ${event.kind}; ${quoteText(event.quote)}`;
    case "subtask-start":
      return event.parent === undefined ? undefined : `subtask, ${event.kind}: ${event.title}`;
    case "attempt-start":
      return `attempt ${event.number}: ${event.model} (${event.rung})`;
    case "model-loading":
      return `${event.model} is being loaded`;
    case "model-loaded":
      return `${event.model} was loaded in ${duration(event.milliseconds)}`;
    case "retry":
      return `trying again in ${duration(event.waitMs)}: ${event.because}`;
    case "tool-start":
      return event.name === "finish" ? undefined : `${event.name} ${event.subject}`;
    case "approval-request":
      return `asked for agreement: ${subjectText(event)}`;
    case "approval-answer":
      return event.allowed ? "agreed" : "not agreed";
    case "question":
      return `question: ${event.text}`;
    case "check-end":
      if (event.evidence.outcome === "passed" && ownChecks.has(event.evidence.check)) return undefined;
      return `${event.attempt === undefined ? "before: " : ""}${evidenceText(event.evidence)}`;
    case "roll-back":
      return rollBackText(event.restored, event.kept);
    case "attempt-end":
      return `${attemptEndText(event)} (${exactUsd(event.cost)}, ${duration(event.milliseconds)})`;
    case "escalation":
      return `stepping up from ${event.from} to ${event.to}`;
    case "subtask-end":
      return undefined;
    case "budget-warning":
      return `budget: ${event.message}`;
    case "notice":
      return `${event.level === "warning" ? "warning" : "note"}: ${event.message}`;
    case "call-start":
    case "check-start":
    case "thinking-delta":
    case "text-delta":
    case "task-end":
      return undefined;
  }
}

export function quoteText(quote: QuoteView): string {
  const [low, likely, high] = [quote.low, quote.likely, quote.high].map((amount) => roughUsd(amount));
  return `quote: likely ${likely}, ${low} to ${high}; ${quote.because}`;
}

function callEndText(event: Event<"call-end">, step: number | undefined): string {
  const failure = event.error === undefined ? "" : `: ${event.error}`;
  const name = step === undefined ? "call" : `step ${step}`;
  switch (event.state) {
    case "posted":
      return `${name}: ${exactUsd(event.cost)} (${event.inputTokens} in, ${event.outputTokens} out)${failure}`;
    case "void":
      return `${name}: nothing billed${failure}`;
    case "unknown":
      return `${name}: cost unknown, ${exactUsd(event.cost)} stays held${failure}`;
  }
}

function attemptEndText({ verdict, end }: Event<"attempt-end">): string {
  if (verdict !== undefined) return `${verdict.kind}: ${verdict.because}`;
  return end === "" ? "done" : `ended: ${end}`;
}

function toolEndText(event: Event<"tool-end">, name: string | undefined): string | undefined {
  if (event.outcome === "ok" && !telling.has(name ?? "")) return undefined;
  return event.outcome === "ok" ? event.summary : `${event.outcome}: ${event.summary}`;
}

function subjectText(event: Event<"approval-request">): string {
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
  const summary = evidence.summary.replace(`\`${evidence.check}\`: `, "");
  return `${evidence.check} ${evidence.outcome}: ${summary} (${duration(evidence.milliseconds)})`;
}

function rollBackText(restored: readonly string[], kept: readonly string[]): string {
  const back = restored.length === 0 ? "nothing to take back" : `taken back: ${restored.join(", ")}`;
  return kept.length === 0 ? back : `${back}; left alone, changed by someone else: ${kept.join(", ")}`;
}
