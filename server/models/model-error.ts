/**
 * Why a call failed. `retry` says what a repetition can do: `soon` with backoff, `after` the given wait,
 * `never` (repeating the same request gives the same answer or costs the user something).
 */
export interface ModelError {
  readonly kind: ModelErrorKind;
  /** One sentence for the user, without keys, ending in the next step where there is one. */
  readonly message: string;
  readonly status: number | undefined;
  readonly retry:
    | { readonly kind: "soon" }
    | { readonly kind: "after"; readonly ms: number }
    | { readonly kind: "never" };
  /** How long the host says that it will go on refusing, where nobody waits for that. */
  readonly waitMs?: number;
}

export type ModelErrorKind =
  | "unreachable" // no connection: refused, DNS, TLS
  | "no-key"
  | "wrong-key" // 401, 403
  | "quota" // paid up, spend limit, credits: waiting does not help
  | "rate-limited"
  | "overloaded" // 503, 529
  | "server-error" // other 5xx
  | "model-not-found" // 404, not pulled
  | "tools-unsupported"
  | "context-overflow" // the host says that the prompt is too long
  | "context-truncated" // the host silently dropped a part of the prompt
  | "bad-request"
  | "redirect"
  | "timeout-headers"
  | "timeout-first-token"
  | "timeout-idle"
  | "stream-cut" // ended without its terminal marker, or the connection broke
  | "malformed-reply"
  | "reply-too-large";
