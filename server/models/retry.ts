import type { Reply, RetryEvent } from "./chat.ts";
import type { ModelError } from "./model-error.ts";

export interface RetryOptions {
  /** Resolves after the milliseconds, or at once when the signal aborts. Never rejects. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** At least 0 and below 1. */
  readonly random?: () => number;
  readonly onRetry?: (event: RetryEvent) => void;
}

const mostTries = 3;
/** Milliseconds. */
const longestWait = 60_000;
const firstBackoff = 500;
const longestBackoff = 8_000;

/** What the consumer has seen of an answer can't be taken back, so after one of these the failure stands. */
const answerEvents: ReadonlySet<string> = new Set(["text-delta", "thinking-delta", "tool-call-start"]);

type Failed = Extract<Reply, { kind: "failed" }>;
type Cancelled = Extract<Reply, { kind: "cancelled" }>;

/**
 * The one place of retries, above metering: each try is a call of its own with its own id (`ID.2`, `ID.3`). It retries at
 * most twice, only what `ModelError.retry` allows, and only while nothing of an answer was emitted, so that nothing is ever
 * emitted twice. A host's wait of more than a minute is not waited for: the failure then names it. Cancelling ends the wait.
 */
export function withRetry<
  Request extends { readonly callId: string },
  Event extends { readonly type: string },
  End extends { readonly kind: string },
>(
  chat: (request: Request, signal: AbortSignal) => AsyncGenerator<Event, End>,
  options: RetryOptions = {},
): (request: Request, signal: AbortSignal) => AsyncGenerator<Event | RetryEvent, End | Cancelled> {
  const { sleep = sleepUnlessAborted, random = Math.random, onRetry } = options;
  return async function* (request, signal) {
    for (let tries = 1; ; tries++) {
      const callId = tries === 1 ? request.callId : `${request.callId}.${tries}`;
      const { end, hasAnswered } = yield* watch(chat({ ...request, callId }, signal));
      if (!isFailed(end) || hasAnswered || tries === mostTries || signal.aborted) return end;
      const wait = waitFor(end.error, tries, random);
      if (wait === undefined) return end;
      if (wait > longestWait) return { ...end, error: tooLong(end.error, wait) };
      const event: RetryEvent = { type: "retry", waitMs: wait, because: end.error.message };
      onRetry?.(event);
      yield event;
      await sleep(wait, signal);
      if (signal.aborted) return { kind: "cancelled", billed: end.billed, metering: end.metering };
    }
  };
}

interface Watched<End> {
  readonly end: End;
  readonly hasAnswered: boolean;
}

async function* watch<Event extends { readonly type: string }, End>(
  events: AsyncGenerator<Event, End>,
): AsyncGenerator<Event, Watched<End>> {
  let hasAnswered = false;
  try {
    for (let next = await events.next(); ; next = await events.next()) {
      if (next.done) return { end: next.value, hasAnswered };
      hasAnswered ||= answerEvents.has(next.value.type);
      yield next.value;
    }
  } finally {
    // A consumer that goes away in the middle closes the call below as well; after its end this does nothing.
    await events.return(undefined as End);
  }
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
  const minutes = Math.ceil(wait / 60_000);
  return {
    ...error,
    message: `${error.message} It asks to wait ${minutes} min, which is too long; try again then.`,
    retry: { kind: "never" },
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
