import type { TestContext } from "node:test";
import type { ChatEvent, ChatRequest, Reply } from "../../server/models/chat.ts";
import { createChat } from "../../server/models/dialects.ts";
import type { DialectName, ServedModel } from "../../server/models/endpoint.ts";
import { rawHost } from "./raw-host.ts";
import { expectKind, type Heard, hear, requestTo, targetAt } from "./targets.ts";

const never = new AbortController().signal;

/** The text of a stream in a dialect's framing: values are events, texts stand as they are. */
export function wireOf(dialect: DialectName, events: readonly unknown[]): string {
  return events
    .map((event) => {
      if (typeof event === "string") return event;
      const json = JSON.stringify(event);
      return dialect === "ollama" ? `${json}\n` : `data: ${json}\n\n`;
    })
    .join("");
}

/** What a call hears from a host that answers with exactly these events, over a real socket. */
export async function hearFrom(
  context: TestContext,
  dialect: DialectName,
  events: readonly unknown[],
  parts: Partial<ChatRequest> = {},
  model: Partial<ServedModel> = {},
): Promise<Heard<ChatEvent, Reply>> {
  const contentType = dialect === "ollama" ? "application/x-ndjson" : "text/event-stream";
  const host = await rawHost(context, (_request, response) => {
    response.writeHead(200, { "content-type": contentType });
    response.end(wireOf(dialect, events));
  });
  const chat = createChat({ secrets: { read: () => "canary.2718281828" } });
  return hear(chat(requestTo({ ...targetAt(dialect, host.url), ...model }, parts), never));
}

export async function doneFrom(...given: Parameters<typeof hearFrom>) {
  return expectKind((await hearFrom(...given)).reply, "done");
}

export async function failureFrom(...given: Parameters<typeof hearFrom>) {
  return expectKind((await hearFrom(...given)).reply, "failed");
}
