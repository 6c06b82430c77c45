import type { Chat } from "../chat.ts";
import type { ChatPorts, Dialect } from "../http/stream-call.ts";
import { streamCall } from "../http/stream-call.ts";
import { readOpenAiError } from "./errors.ts";
import { buildRequest } from "./request.ts";
import { OpenAiStream } from "./stream.ts";

const dialect: Dialect = {
  framing: "sse",
  loadsModels: false,
  send: async (request, fetch) => {
    const { default: OpenAI } = await import("openai");
    const client = new OpenAI({
      baseURL: request.target.endpoint.url,
      apiKey: "added-behind-fetch",
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      maxRetries: 0,
      logLevel: "off",
      fetch,
    });
    await client.chat.completions.create(buildRequest(request)).asResponse();
  },
  credentials: (key) => ({ authorization: `Bearer ${key}` }),
  reader: (request) => new OpenAiStream(request),
  readError: readOpenAiError,
};

/** OpenAI chat completions, as OpenAI and most hosts of open weights serve them. */
export function openAiChat(ports: ChatPorts): Chat {
  return streamCall(dialect, ports);
}
