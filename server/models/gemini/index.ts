import type { Chat } from "../chat.ts";
import { type ChatPorts, type Dialect, streamCall } from "../http/stream-call.ts";
import { readGeminiError } from "./errors.ts";
import { buildRequest } from "./request.ts";
import { GeminiStream } from "./stream.ts";

const dialect: Dialect = {
  framing: "sse",
  loadsModels: false,
  send: (request, fetch) => {
    const { endpoint, model } = request.target;
    const name = model.replace(/^models\//, "");
    return fetch(`${endpoint.url}/models/${encodeURIComponent(name)}:streamGenerateContent?alt=sse`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify(buildRequest(request)),
    });
  },
  credentials: (key) => ({ "x-goog-api-key": key }),
  reader: (request) => new GeminiStream(request),
  readError: readGeminiError,
};

/** Google's own API: its OpenAI-compatible route does not sign thoughts, and the models want their signatures back. */
export function gemini(ports: ChatPorts): Chat {
  return streamCall(dialect, ports);
}
