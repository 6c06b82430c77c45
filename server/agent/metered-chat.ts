import type { Chat, ChatEvent, ChatRequest, Reply } from "../models/chat.ts";
import type { ServedModel } from "../models/endpoint.ts";
import { boundTokens } from "../models/estimate.ts";
import type { Usage } from "../models/usage.ts";
import type { NanoUsd } from "../spend/money.ts";
import type { Price } from "../spend/price.ts";
import type { Reservation, Settled, Settlement, Spend } from "../spend/spend.ts";

/** Where a call belongs in the ledger. */
export interface Booking {
  readonly task: string;
  readonly subtask: string;
  readonly attempt: string;
  readonly purpose: string;
}

export interface MeteredRequest extends ChatRequest {
  readonly booking: Booking;
}

export type Refusal =
  | Exclude<Reservation, { kind: "held" }>
  /** The ledger could not be written, so no call may be made. */
  | { readonly kind: "ledger-failed"; readonly message: string };

/** Like a `Reply`, or the refusal of a call that was never made. */
export type MeteredReply = Reply | { readonly kind: "refused"; readonly refusal: Refusal };

export type MeteredEvent =
  | ChatEvent
  | { readonly type: "call-start"; readonly call: string; readonly held: NanoUsd; readonly warnings: readonly string[] }
  | {
      readonly type: "call-end";
      readonly call: string;
      readonly settled: Settled;
      readonly usage: Usage | undefined;
      readonly error: string | undefined;
    };

export type MeteredChat = (request: MeteredRequest, signal: AbortSignal) => AsyncGenerator<MeteredEvent, MeteredReply>;

/** A reply shorter than this is of no use, so a hold is never shrunk below it. */
export const leastOutputTokens = 1_024;

/**
 * The only way to a model. A call leaves only after its hold is durable; it is settled before anyone reads the reply, also
 * when the reader goes away in the middle. A settlement that can't be written stays a hold and is written later.
 */
export function meter(chat: Chat, spend: Spend, priceOf: (served: ServedModel) => Price): MeteredChat {
  const unwritten = new Map<string, Settlement>();

  const settle = (call: string, settlement: Settlement, held: NanoUsd): Settled => {
    try {
      return spend.settle(call, settlement);
    } catch {
      // The hold in the ledger stands for the call until its settlement can be written.
      unwritten.set(call, settlement);
      return { state: "unknown", cost: held };
    }
  };

  const reserve = (request: MeteredRequest): Reservation | Refusal => {
    try {
      for (const [call, settlement] of unwritten) {
        spend.settle(call, settlement);
        unwritten.delete(call);
      }
      return spend.reserve({
        call: request.callId,
        ...request.booking,
        model: request.target.id,
        endpoint: request.target.endpoint.id,
        price: priceOf(request.target),
        inputTokens: boundTokens(request),
        maxOutputTokens: request.maxOutputTokens,
        minOutputTokens: Math.min(leastOutputTokens, request.maxOutputTokens),
      });
    } catch (error) {
      return { kind: "ledger-failed", message: error instanceof Error ? error.message : String(error) };
    }
  };

  return async function* (request, signal) {
    const reservation = reserve(request);
    if (reservation.kind !== "held") return { kind: "refused", refusal: reservation };
    const { held, maxOutputTokens, warnings } = reservation;
    let sent = false;
    let reply: Reply | undefined;
    try {
      yield { type: "call-start", call: request.callId, held, warnings };
      sent = true;
      reply = yield* chat({ ...request, maxOutputTokens }, signal);
    } finally {
      if (reply === undefined) settle(request.callId, abandoned(sent), held);
    }
    const settled = settle(request.callId, settlementOf(reply), held);
    yield { type: "call-end", call: request.callId, settled, usage: usageOf(reply), error: errorOf(reply) };
    return reply;
  };
}

function abandoned(sent: boolean): Settlement {
  return sent
    ? { kind: "unknown", because: "the reply was abandoned", usage: undefined }
    : { kind: "void", because: "it was never sent" };
}

function settlementOf(reply: Reply): Settlement {
  const { usage, reportedUsd, answeredBy } = reply.metering;
  switch (reply.kind) {
    case "done":
      return usage === "unknown"
        ? { kind: "unknown", because: "the host reported no usage", usage: undefined }
        : { kind: "posted", usage, reportedUsd, answeredBy };
    case "failed":
      return reply.billed === "no"
        ? { kind: "void", because: reply.error.message }
        : { kind: "unknown", because: reply.error.message, usage: usageOf(reply) };
    case "cancelled":
      return reply.billed === "no"
        ? { kind: "void", because: "cancelled before it was sent" }
        : { kind: "unknown", because: "cancelled while it ran", usage: usageOf(reply) };
  }
}

function usageOf(reply: Reply): Usage | undefined {
  return reply.metering.usage === "unknown" ? undefined : reply.metering.usage;
}

/** A cancel is the user's own wish, no error. */
function errorOf(reply: Reply): string | undefined {
  return reply.kind === "failed" ? reply.error.message : undefined;
}
