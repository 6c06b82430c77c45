import type { EscalateResult } from "./agent.ts";

/** Lets the user end a running attempt in favour of a stronger model. */
export interface Steering {
  /** A root attempt begins. `hasNext` tells whether a model stands behind it. */
  begin(hasNext: () => boolean): SteeredAttempt;
  escalate(hint: string | undefined): EscalateResult;
}

export interface SteeredAttempt {
  /** Aborts when the user asked for a stronger model. */
  readonly signal: AbortSignal;
  /** Whether the user did, with what was said. */
  asked(): { readonly hint: string | undefined } | undefined;
  /** The attempt is judged: from here on it can't be ended any more. */
  settle(): void;
}

export function createSteering(): Steering {
  let running: ((hint: string | undefined) => EscalateResult) | undefined;
  return {
    begin(hasNext) {
      const abort = new AbortController();
      let asked: { readonly hint: string | undefined } | undefined;
      running = (hint) => {
        if (!hasNext())
          return refuse(
            "No stronger model stands behind this one, so it goes on. Add a model to a higher rung, or stop the task.",
          );
        asked = { hint };
        running = undefined;
        abort.abort();
        return { kind: "escalated" };
      };
      return {
        signal: abort.signal,
        asked: () => asked,
        settle: () => {
          running = undefined;
        },
      };
    },
    escalate: (hint) =>
      running?.(hint) ??
      refuse("No model is at work on this task right now. Try again when the next attempt has begun."),
  };
}

function refuse(message: string): EscalateResult {
  return { kind: "refused", message };
}
