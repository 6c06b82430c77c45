import { ErrorCodes, LSPErrorCodes, ResponseError } from "vscode-languageserver/node";
import type { FailureData, FailureKind } from "../protocol/requests.ts";

/** A request that can't be served, for a reason that the user can do something about. */
export function failure(kind: FailureKind, message: string): ResponseError<FailureData> {
  const code = kind === "invalid-params" ? ErrorCodes.InvalidParams : LSPErrorCodes.RequestFailed;
  return new ResponseError(code, message, { kind });
}

/** The client took its request back. */
export function requestCancelled(): Failure {
  return new ResponseError(LSPErrorCodes.RequestCancelled, "Cancelled.", { kind: "failed" });
}

export type Failure = ResponseError<FailureData>;
