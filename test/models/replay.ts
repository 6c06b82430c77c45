import type { ChatEvent, Reply } from "../../server/models/chat.ts";
import { createChat } from "../../server/models/dialects.ts";
import type { DialectName } from "../../server/models/endpoint.ts";
import { type Heard, hear, requestTo, targetAt } from "./targets.ts";

export interface Recording {
  readonly status?: number;
  readonly contentType: string;
  /** In the pieces in which it arrives. */
  readonly pieces: readonly Uint8Array[];
}

/** Lets a dialect read a recorded reply as if a host had sent it. */
export function replay(dialect: DialectName, recording: Recording): Promise<Heard<ChatEvent, Reply>> {
  const fetch = async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const piece of recording.pieces) controller.enqueue(piece);
        controller.close();
      },
    });
    return new Response(body, {
      status: recording.status ?? 200,
      headers: { "content-type": recording.contentType },
    });
  };
  const chat = createChat({ secrets: { read: () => "key" }, fetch });
  const request = requestTo(targetAt(dialect, "https://host.example/v1"), { tools: [] });
  return hear(chat(request, new AbortController().signal));
}

export function cutAt(bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const places = [0, ...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, position) => bytes.slice(places[position], end));
}
