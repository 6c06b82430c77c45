import { afterFailure, afterSuccess, allHealthy, type Health } from "../models/catalogue/health.ts";
import type { ServedModel } from "../models/endpoint.ts";
import type { MeteredChat, MeteredReply } from "./metered-chat.ts";

/** What this process knows of its endpoints, from the calls that it made. */
export interface EndpointHealth {
  now(): { readonly health: Health; readonly at: number };
  heard(served: ServedModel, reply: MeteredReply): void;
}

/** `clock` in milliseconds since the epoch. */
export function createEndpointHealth(clock: () => number): EndpointHealth {
  let health = allHealthy;
  return {
    now: () => ({ health, at: clock() }),
    heard(served, reply) {
      if (reply.kind === "done") health = afterSuccess(health, served);
      if (reply.kind === "failed") health = afterFailure(health, served, reply.error, clock());
    },
  };
}

/** Every call tells how its endpoint is, below the retries: what a host asks to wait is known at once. */
export function watchHealth(chat: MeteredChat, endpoints: EndpointHealth): MeteredChat {
  return async function* (request, signal) {
    const reply = yield* chat(request, signal);
    endpoints.heard(request.target, reply);
    return reply;
  };
}
