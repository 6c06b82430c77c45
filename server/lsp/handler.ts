import type { Method, Params, Results } from "../protocol/requests.ts";
import type { Failure } from "./failure.ts";
import type { Session } from "./session.ts";

export type Handler<M extends Method> = (
  params: Params<M>,
  session: Session,
  /** Aborted when the client cancels the request. */
  signal: AbortSignal,
) => Results[M] | Failure | Promise<Results[M] | Failure>;

/** `configure` is answered before there is any session. */
export type HandledMethod = Exclude<Method, "stepladder/configure">;

export type Handlers = { readonly [M in HandledMethod]: Handler<M> };
