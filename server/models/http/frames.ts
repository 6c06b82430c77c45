import { createParser } from "eventsource-parser";
import type { Endpoint } from "../endpoint.ts";
import { CallStopped, failed, modelError } from "./call-failure.ts";
import type { Answered } from "./guarded-fetch.ts";

/** One event of a stream as text. `unterminated`: the stream ended inside it, so it may be only a part. */
export interface Frame {
  readonly data: string;
  readonly unterminated: boolean;
}

/** Characters of one event or line. */
const longestFrame = 8 * 1024 * 1024;

export type Framing = "sse" | "ndjson";

/** Events that arrived together: handing them on one by one costs more than reading them. */
export type Frames = AsyncGenerator<readonly Frame[], void>;

/** Cuts a reply into events. Throws `CallStopped` alone. */
export function framesOf(answer: Answered, framing: Framing, endpoint: Endpoint): Frames {
  if (framing === "ndjson") return lines(answer, endpoint);
  const type = answer.headers.get("content-type") ?? "";
  return type.includes("application/json") ? whole(answer, endpoint) : serverSentEvents(answer, endpoint);
}

async function* serverSentEvents(answer: Answered, endpoint: Endpoint): Frames {
  let ready: Frame[] = [];
  let ended = false;
  const parser = createParser({
    maxBufferSize: longestFrame,
    onEvent: ({ event, data }) => {
      if (event === "ping" || data.trim() === "") answer.watch.alive();
      else ready.push({ data, unterminated: ended });
    },
    onError: (error) => {
      if (error.type === "max-buffer-size-exceeded") throw tooLong(endpoint);
    },
  });
  for await (const text of decoded(answer)) {
    parser.feed(text);
    if (ready.length > 0) yield ready;
    ready = [];
  }
  ended = true;
  parser.feed("\n\n"); // Some hosts leave out the last blank line.
  if (ready.length > 0) yield ready;
}

async function* lines(answer: Answered, endpoint: Endpoint): Frames {
  let pending: string[] = [];
  let length = 0;
  for await (const text of decoded(answer)) {
    const [head = "", ...rest] = text.split(/\r\n|\n|\r/);
    pending.push(head);
    length += head.length;
    const ready: Frame[] = [];
    for (const next of rest) {
      const data = pending.join("").trim();
      if (data !== "") ready.push({ data, unterminated: false });
      pending = [next];
      length = next.length;
    }
    if (ready.length > 0) yield ready;
    if (length > longestFrame) throw tooLong(endpoint);
  }
  const data = pending.join("").trim();
  if (data !== "") yield [{ data, unterminated: true }];
}

/** A host that ignored the wish to stream. */
async function* whole(answer: Answered, endpoint: Endpoint): Frames {
  const parts: string[] = [];
  let length = 0;
  for await (const text of decoded(answer)) {
    parts.push(text);
    length += text.length;
    if (length > longestFrame) throw tooLong(endpoint);
  }
  yield [{ data: parts.join(""), unterminated: true }];
}

async function* decoded(answer: Answered): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  for await (const bytes of answer.body) {
    const text = decoder.decode(bytes, { stream: true });
    if (text !== "") yield text;
  }
  const last = decoder.decode();
  if (last !== "") yield last;
}

function tooLong(endpoint: Endpoint): CallStopped {
  const message = `${endpoint.id} sent one event larger than ${longestFrame / 1024 / 1024} MiB; the reply was dropped.`;
  return new CallStopped(failed(modelError("reply-too-large", message), "unknown"));
}

/** The beginning of a body as text, at most `most` bytes of it, for error replies. Never throws: what can't be read is empty. */
export async function readBeginning(answer: Answered, most: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  try {
    for await (const part of answer.body) {
      text += decoder.decode(part, { stream: true });
      bytes += part.byteLength;
      if (bytes >= most) break;
    }
  } catch {
    // The status alone still says what happened.
  }
  return text;
}
