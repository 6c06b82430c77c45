import type {
  ReceiptAttemptView,
  ReceiptCallView,
  ReceiptSubtaskView,
  ReceiptView,
} from "../../server/protocol/events.ts";

export interface TokenSums {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
}

export function tokensOf(calls: readonly ReceiptCallView[]): TokenSums {
  const add = (sums: TokenSums, call: ReceiptCallView): TokenSums => ({
    input: sums.input + call.inputTokens,
    cached: sums.cached + call.cachedTokens,
    output: sums.output + call.outputTokens,
  });
  return calls.reduce(add, { input: 0, cached: 0, output: 0 });
}

export function attemptsOf(receipt: ReceiptView): readonly ReceiptAttemptView[] {
  return receipt.subtasks.flatMap((subtask) => subtask.attempts);
}

export function callsOf(receipt: ReceiptView): readonly ReceiptCallView[] {
  return attemptsOf(receipt).flatMap((attempt) => attempt.calls);
}

/** 0 for the root; a parent that is unknown, or that leads back here, counts as none. */
export function depthOf(subtask: ReceiptSubtaskView, receipt: ReceiptView): number {
  const seen = new Set<string>();
  let depth = 0;
  for (let at: ReceiptSubtaskView | undefined = subtask; at !== undefined && !seen.has(at.subtask); depth++) {
    seen.add(at.subtask);
    const { parent }: ReceiptSubtaskView = at;
    at = receipt.subtasks.find((it) => it.subtask === parent);
  }
  return depth - 1;
}

/** The calls whose cost, as the provider reported it, is not what we computed. */
export function differing(calls: readonly ReceiptCallView[]): readonly ReceiptCallView[] {
  return calls.filter(
    (call) => call.reported !== undefined && call.computed !== undefined && call.reported !== call.computed,
  );
}
