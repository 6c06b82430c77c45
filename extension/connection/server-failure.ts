import type { FailureKind } from "../../server/protocol/requests.ts";

/** A request that the server could not serve. `not-running` is told by the extension itself; all other kinds by the server. */
export class ServerFailure extends Error {
  readonly kind: FailureKind | "not-running" | "cancelled";

  constructor(kind: ServerFailure["kind"], message: string) {
    super(message);
    this.name = "ServerFailure";
    this.kind = kind;
  }
}
