import type { TaskEvent, TaskOutcome, VerdictView } from "../../server/protocol/events.ts";

/** What the events of an inline edit have told so far. */
export interface EditProgress {
  /** Undefined before the first attempt. */
  readonly model: string | undefined;
  readonly rung: string | undefined;
  /** The replacement so far; `\n` or the document's line ends. */
  readonly streamed: string;
  /** Told at once when the model has finished; then it is checked. */
  readonly replacement: string | undefined;
  /** Nano-dollars that are spent or may be. */
  readonly cost: bigint;
  /** Milliseconds that the attempt's model took to be loaded, where it was not in memory. */
  readonly loadedIn: number | undefined;
  readonly note: Note | undefined;
  readonly verdict: VerdictView | undefined;
  readonly outcome: TaskOutcome | undefined;
}

export type Note =
  | { readonly kind: "stepping-up"; readonly to: string; readonly because: string }
  | { readonly kind: "waiting"; readonly because: string }
  | { readonly kind: "loading"; readonly model: string };

export const nothingYet: EditProgress = {
  model: undefined,
  rung: undefined,
  streamed: "",
  replacement: undefined,
  cost: 0n,
  loadedIn: undefined,
  note: undefined,
  verdict: undefined,
  outcome: undefined,
};

const taken = { streamed: "", replacement: undefined, verdict: undefined } as const;

/** The same object when the event changes nothing. */
export function afterEvent(progress: EditProgress, event: TaskEvent): EditProgress {
  switch (event.type) {
    case "attempt-start":
      return { ...progress, ...taken, model: event.model, rung: event.rung, loadedIn: undefined };
    case "model-loading":
      return { ...progress, note: { kind: "loading", model: event.model } };
    case "model-loaded":
      return { ...progress, loadedIn: event.milliseconds };
    case "edit-delta":
      return { ...progress, note: undefined, streamed: progress.streamed + event.text };
    case "edit-end":
      return { ...progress, note: undefined, replacement: event.replacement };
    case "retry":
      return { ...progress, ...taken, note: { kind: "waiting", because: event.because } };
    case "roll-back":
      return { ...progress, ...taken };
    case "escalation":
      return { ...progress, ...taken, note: { kind: "stepping-up", to: event.to, because: event.because } };
    case "call-end":
      return { ...progress, cost: progress.cost + BigInt(event.cost) };
    case "attempt-end":
      return { ...progress, verdict: event.verdict ?? progress.verdict };
    case "task-end":
      return { ...progress, outcome: event.outcome, cost: BigInt(event.receipt.total) + BigInt(event.receipt.held) };
    default:
      return progress;
  }
}

/** Whether an ended edit left a replacement for the user to decide on. */
export function awaitsDecision({ outcome, replacement }: EditProgress): boolean {
  return replacement !== undefined && (outcome?.kind === "proved" || outcome?.kind === "unproved");
}
