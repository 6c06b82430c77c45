import type { Reply, RetryEvent } from "./chat.ts";
import type { ModelError } from "./model-error.ts";

export interface RetryOptions {
  /** Resolves after the milliseconds, or at once when the signal aborts. Never rejects. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** At least 0 and below 1. */
  readonly random?: () => number;
}

const mostTries = 3;
/** Milliseconds. */
const longestWait = 60_000;
const firstBackoff = 500;
const longestBackoff = 8_000;

type Failed = Extract<Reply, { kind: "failed" }>;
type Cancelled = Extract<Reply, { kind: "cancelled" }>;

/**
 * The one place of retries, above metering: each try is a call of its own with its own id (`ID.2`, `ID.3`). It retries at
 * most twice, and only what `ModelError.retry` allows. A `retry` event makes void what was emitted of the answer before it:
 * a dropped connection must not end an attempt whose conversation is still whole. A host's wait of more than a minute, or
 * than the request's own patience, is not waited for: the failure then names it. Cancelling ends the wait.
 */
export function withRetry<
  Request extends { readonly callId: string; readonly patience?: number },
  Event extends { readonly type: string },
  End extends { readonly kind: string },
>(
  chat: (request: Request, signal: AbortSignal) => AsyncGenerator<Event, End>,
  options: RetryOptions = {},
): (request: Request, signal: AbortSignal) => AsyncGenerator<Event | RetryEvent, End | Cancelled> {
  const { sleep = sleepUnlessAborted, random = Math.random } = options;
  return async function* (request, signal) {
    for (let tries = 1; ; tries++) {
      const callId = tries === 1 ? request.callId : `${request.callId}.${tries}`;
      const end = yield* chat({ ...request, callId }, signal);
      if (!isFailed(end) || tries === mostTries || signal.aborted) return end;
      const wait = waitFor(end.error, tries, random);
      if (wait === undefined) return end;
      if (wait > (request.patience ?? longestWait)) return { ...end, error: tooLong(end.error, wait) };
      const event: RetryEvent = { type: "retry", waitMs: wait, because: end.error.message };
      yield event;
      await sleep(wait, signal);
      if (signal.aborted) return { kind: "cancelled", billed: end.billed, metering: end.metering };
    }
  };
}

function isFailed<End extends { readonly kind: string }>(end: End): end is End & Failed {
  return end.kind === "failed" && "error" in end && "metering" in end;
}

/** Milliseconds; undefined when a repetition is pointless. */
function waitFor({ retry }: ModelError, tries: number, random: () => number): number | undefined {
  switch (retry.kind) {
    case "never":
      return undefined;
    case "after":
      return retry.ms;
    case "soon": {
      const backoff = Math.min(firstBackoff * 2 ** (tries - 1), longestBackoff);
      return Math.round(backoff * (0.5 + random() / 2));
    }
  }
}

function tooLong(error: ModelError, wait: number): ModelError {
  const time = wait < 60_000 ? `${Math.ceil(wait / 1000)} s` : `${Math.ceil(wait / 60_000)} min`;
  return {
    ...error,
    message: `${error.message} It asks to wait ${time}, which is too long; try again then.`,
    retry: { kind: "never" },
    waitMs: wait,
  };
}

function sleepUnlessAborted(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    signal.addEventListener("abort", finish);
  });
}
