/**
 * A host that streams the same long answer in four dialects, as a process of its own: `stream-server.ts CHUNKS`. Several
 * events share a write, so that the clients and not this server set the pace.
 */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const chunks = Number(process.argv[2]);
const eventsPerWrite = 8;

const words = Array.from({ length: chunks }, (_, index) => ` word${index % 100}`);
const sse = (value: { readonly type?: string }) =>
  `${value.type === undefined ? "" : `event: ${value.type}\n`}data: ${JSON.stringify(value)}\n\n`;
const line = (value: object) => `${JSON.stringify(value)}\n`;
const usage = { input_tokens: 10, output_tokens: chunks };

const chatChunk = (delta: object, finish: string | null = null) =>
  sse({
    ...{ id: "chatcmpl-1", object: "chat.completion.chunk", created: 1_790_000_000, model: "m" },
    ...{ choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }] },
  } as object);
const response = { id: "r", object: "response", model: "m", status: "completed", output: [], usage };
const message = { id: "msg", type: "message", role: "assistant", model: "m", content: [], usage };

const answers: Readonly<Record<string, readonly string[]>> = {
  "/v1/chat/completions": [
    chatChunk({ role: "assistant", content: "" }),
    ...words.map((content) => chatChunk({ content })),
    chatChunk({}, "stop"),
    sse({ choices: [], usage: { prompt_tokens: 10, completion_tokens: chunks } } as object),
    "data: [DONE]\n\n",
  ],
  "/v1/responses": [
    sse({ type: "response.created", response: { ...response, status: "in_progress" } } as object),
    sse({
      type: "response.output_item.added",
      output_index: 0,
      item: { id: "m1", type: "message", content: [] },
    } as object),
    ...words.map((delta, sequence_number) =>
      sse({
        type: "response.output_text.delta",
        sequence_number,
        item_id: "m1",
        output_index: 0,
        content_index: 0,
        delta,
        logprobs: [],
      } as object),
    ),
    sse({ type: "response.completed", response } as object),
  ],
  "/v1/messages": [
    sse({ type: "message_start", message } as object),
    sse({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } } as object),
    ...words.map((text) =>
      sse({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } } as object),
    ),
    sse({ type: "content_block_stop", index: 0 } as object),
    sse({ type: "message_delta", delta: { stop_reason: "end_turn" }, usage } as object),
    sse({ type: "message_stop" }),
  ],
  "/api/chat": [
    ...words.map((content) =>
      line({
        model: "m",
        created_at: "2026-11-21T12:00:00.000000Z",
        message: { role: "assistant", content },
        done: false,
      }),
    ),
    line({
      model: "m",
      message: { role: "assistant", content: "" },
      done: true,
      done_reason: "stop",
      prompt_eval_count: 10,
      eval_count: chunks,
    }),
  ],
};

const writes = new Map(
  Object.entries(answers).map(([path, events]) => {
    const parts: Buffer[] = [];
    for (let at = 0; at < events.length; at += eventsPerWrite) {
      parts.push(Buffer.from(events.slice(at, at + eventsPerWrite).join("")));
    }
    return [path, parts] as const;
  }),
);

async function send(response: ServerResponse, parts: readonly Buffer[]): Promise<void> {
  for (const part of parts) {
    if (!response.write(part)) await new Promise<void>((resolve) => response.once("drain", () => resolve()));
    else await new Promise<void>((resolve) => setImmediate(resolve));
  }
  response.end();
}

const server = createServer((request, response) => {
  const parts = writes.get(request.url ?? "");
  request.resume().on("end", () => {
    const type = request.url === "/api/chat" ? "application/x-ndjson" : "text/event-stream";
    response.writeHead(parts === undefined ? 404 : 200, { "content-type": type });
    void send(response, parts ?? []);
  });
});
server.keepAliveTimeout = 600_000; // No connection is closed between two rounds.
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
