import type { Chat } from "../chat.ts";
import { Reading } from "./reading.ts";
import { toTextRequest } from "./render.ts";

/**
 * Gives models without native tool calls a text form of them, and reads what any model writes into its text instead of
 * sending it apart: thinking, and calls that its host did not recognise. Markup is never shown as text.
 */
export function withTextTools(chat: Chat): Chat {
  /** Models whose templates open the thinking themselves: only its end shows, so it must be known beforehand. */
  const startInside = new Set<string>();
  return async function* (request, signal) {
    const { id, abilities } = request.target;
    const reading = new Reading(request, startInside.has(id));
    const inner = chat(abilities.tools ? request : toTextRequest(request), signal);
    try {
      for (;;) {
        const next = await inner.next();
        if (next.done) {
          const [events, reply] = reading.end(next.value);
          if (reading.startsInside) startInside.add(id);
          else startInside.delete(id);
          yield* events;
          return reply;
        }
        if (next.value.type === "text-delta") yield* reading.add(next.value.text);
        else yield next.value;
      }
    } finally {
      await inner.return({ kind: "cancelled", billed: "unknown", metering: noMetering });
    }
  };
}

const noMetering = { usage: "unknown", reportedUsd: undefined, answeredBy: undefined } as const;
