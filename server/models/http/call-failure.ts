import type { ModelError, ModelErrorKind } from "../model-error.ts";

export type Billed = "no" | "unknown";

/** A call that ended without an answer. `cancelled` is the user's doing and no error. */
export type CallStop =
  | { readonly kind: "failed"; readonly error: ModelError; readonly billed: Billed }
  | { readonly kind: "cancelled"; readonly billed: Billed };

export type Retry = ModelError["retry"];

export const retrySoon: Retry = { kind: "soon" };
export const retryNever: Retry = { kind: "never" };

export function modelError(
  kind: ModelErrorKind,
  message: string,
  retry: Retry = retryNever,
  status: number | undefined = undefined,
): ModelError {
  return { kind, message, status, retry };
}

/** What is no event of the dialect. */
export function unreadableEvent({ id }: { readonly id: string }): ModelError {
  return modelError("malformed-reply", `${id} sent an event that can't be read.`, retrySoon);
}

/** Carries a `CallStop` out of streams and through packages, which can only throw. It never leaves this folder's callers. */
export class CallStopped extends Error {
  readonly stop: CallStop;

  constructor(stop: CallStop) {
    super(stop.kind === "failed" ? stop.error.message : "The call was cancelled.");
    this.name = "CallStopped";
    this.stop = stop;
  }
}

export function failed(error: ModelError, billed: Billed): CallStop {
  return { kind: "failed", error, billed };
}
