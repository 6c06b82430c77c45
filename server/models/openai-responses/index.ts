import type { Chat } from "../chat.ts";
import { type ChatPorts, type Dialect, streamCall } from "../http/stream-call.ts";
import { readOpenAiError } from "../openai-chat/errors.ts";
import { openAiClient } from "../openai-client.ts";
import { buildRequest } from "./request.ts";
import { ResponsesStream } from "./stream.ts";

const dialect: Dialect = {
  framing: "sse",
  loadsModels: false,
  send: async (request, fetch) => {
    const client = await openAiClient(request.target.endpoint.url, fetch);
    await client.responses.create(buildRequest(request)).asResponse();
  },
  credentials: (key) => ({ authorization: `Bearer ${key}` }),
  reader: (request) => new ResponsesStream(request),
  readError: readOpenAiError,
};

/** OpenAI responses, also as other hosts serve them. */
export function openAiResponses(ports: ChatPorts): Chat {
  return streamCall(dialect, ports);
}
