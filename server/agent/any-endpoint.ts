import { isEndpointsFault } from "../models/catalogue/health.ts";
import type { ChatRequest } from "../models/chat.ts";
import { withoutEffort } from "../models/effort.ts";
import type { ServedModel } from "../models/endpoint.ts";
import { type CallListener, callOrAsk } from "./call-model.ts";
import type { Booking, MeteredReply } from "./metered-chat.ts";
import type { ToolScope } from "./tools/tool.ts";

export interface Answered {
  readonly reply: MeteredReply;
  /** Who gave it: the attempt stays there, where its prompt is in the cache by now. */
  readonly target: ServedModel;
}

/** Milliseconds. With another endpoint at hand nobody waits long for a busy one. */
const patience = 3_000;

/**
 * Makes one call, and makes it at another endpoint of the same weights when the first fails for reasons of its own. The
 * conversation goes along as it is; only reasoning that a host wants back verbatim stays behind, which each dialect sees to.
 */
export async function callAnyEndpoint(
  scope: ToolScope,
  booking: Booking,
  request: ChatRequest,
  step: number,
  deadline: number,
  listener: CallListener = {},
): Promise<Answered> {
  const tried = new Set<string>();
  for (let target = request.target; ; ) {
    tried.add(withoutEffort(target.id));
    const asked = { ...request, target, maxOutputTokens: Math.min(request.maxOutputTokens, target.maxOutput) };
    const next = () => scope.standIn(asked, tried);
    const patient = next() === undefined ? asked : { ...asked, patience };
    const reply = await callOrAsk(scope, booking, patient, step, deadline, listener);
    const standIn = reply.kind === "failed" && isEndpointsFault(reply.error) ? next() : undefined;
    if (reply.kind !== "failed" || standIn === undefined || scope.signal.aborted) return { reply, target };
    const change = { from: target.id, to: standIn.id, because: reply.error.message };
    scope.task.parts.spend.changeEndpoint(booking.attempt, change);
    const because = `${change.because} The same model goes on at ${standIn.endpoint.id}.`;
    scope.task.emit({ type: "retry", attempt: booking.attempt, waitMs: 0, because });
    listener.startsOver?.();
    target = standIn;
  }
}
