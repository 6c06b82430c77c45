import type { Chat } from "../chat.ts";
import type { ChatPorts, Dialect } from "../http/stream-call.ts";
import { streamCall } from "../http/stream-call.ts";
import { openAiClient } from "../openai-client.ts";
import { readOpenAiError } from "./errors.ts";
import { buildRequest } from "./request.ts";
import { OpenAiStream } from "./stream.ts";

const dialect: Dialect = {
  framing: "sse",
  loadsModels: false,
  send: async (request, fetch) => {
    const client = await openAiClient(request.target.endpoint.url, fetch);
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
