import type { FailureKind } from "../../server/protocol/requests.ts";
import { ServerFailure } from "./server-failure.ts";

const kinds: Readonly<Record<FailureKind, true>> = {
  "invalid-params": true,
  untrusted: true,
  "no-workspace": true,
  "not-configured": true,
  "no-such-task": true,
  "stale-approval": true,
  "stale-question": true,
  refused: true,
  failed: true,
};

/** LSP's codes for a request that was cancelled, by the client or by the server. */
const cancelled: ReadonlySet<unknown> = new Set([-32800, -32802]);
/** JSON-RPC's codes for a message that could not be sent or answered, and its own for a connection that is closed. */
const disconnected: ReadonlySet<unknown> = new Set([-32099, -32098, -32097, -32096, 1, 2]);

/** Any way in which a request to the server can end badly. `lost` words the end of the connection. */
export function failureOf(error: unknown, lost: string): ServerFailure {
  if (error instanceof ServerFailure) return error;
  if (!(error instanceof Error)) return new ServerFailure("failed", String(error));
  const { code, data } = error as { readonly code?: unknown; readonly data?: { readonly kind?: unknown } | null };
  if (cancelled.has(code)) return new ServerFailure("cancelled", error.message);
  if (disconnected.has(code)) return new ServerFailure("not-running", lost);
  const kind = data?.kind;
  const known = typeof kind === "string" && Object.hasOwn(kinds, kind);
  return new ServerFailure(known ? (kind as FailureKind) : "failed", error.message);
}
