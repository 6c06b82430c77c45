import type { Method, Params, Results } from "../protocol/requests.ts";
import type { Failure } from "./failure.ts";
import type { Session } from "./session.ts";

export type Handler<M extends Method> = (
  params: Params<M>,
  session: Session,
) => Results[M] | Failure | Promise<Results[M] | Failure>;

export type Handlers = { readonly [M in Method]: Handler<M> };
