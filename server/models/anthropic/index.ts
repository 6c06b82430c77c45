import type { Chat } from "../chat.ts";
import { type ChatPorts, type Dialect, streamCall } from "../http/stream-call.ts";
import { readAnthropicError } from "./errors.ts";
import { buildRequest } from "./request.ts";
import { AnthropicStream } from "./stream.ts";

const dialect: Dialect = {
  framing: "sse",
  loadsModels: false,
  send: async (request, fetch) => {
    const { default: Anthropic } = await import("@anthropic-ai/sdk");
    const client = new Anthropic({
      baseURL: request.target.endpoint.url,
      apiKey: "added-behind-fetch",
      webhookKey: null,
      maxRetries: 0,
      logLevel: "off",
      fetch,
    });
    await client.messages.create(buildRequest(request)).asResponse();
  },
  credentials: (key) => ({ "x-api-key": key }),
  reader: (request) => new AnthropicStream(request),
  readError: readAnthropicError,
};

/** Anthropic messages, also as other hosts serve them. */
export function anthropic(ports: ChatPorts): Chat {
  return streamCall(dialect, ports);
}
