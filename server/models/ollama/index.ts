import type { Chat } from "../chat.ts";
import { type ChatPorts, type Dialect, streamCall } from "../http/stream-call.ts";
import { readOllamaError } from "./errors.ts";
import { loadedContext } from "./loaded-context.ts";
import { RecentPrompts } from "./recent-prompts.ts";
import { buildRequest } from "./request.ts";
import { OllamaStream } from "./stream.ts";

/**
 * Ollama's own API: its OpenAI route ignores the context size. The request is the official package's type, but it goes out
 * without the package, which loses the usage of failed streams, prints to the console and reads a key from the environment.
 */
export function ollama(ports: ChatPorts): Chat {
  const recent = new RecentPrompts();
  const dialect: Dialect = {
    framing: "ndjson",
    loadsModels: true,
    send: (request, fetch) =>
      fetch(`${request.target.endpoint.url}/api/chat`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/x-ndjson" },
        body: JSON.stringify(buildRequest(request)),
      }),
    credentials: (key) => ({ authorization: `Bearer ${key}` }),
    reader: (request) => new OllamaStream(request, recent),
    readError: readOllamaError,
  };
  const chat = streamCall(dialect, ports);
  return async function* (request, signal) {
    const reply = yield* chat(request, signal);
    if (reply.kind !== "failed" || reply.error.kind !== "context-truncated") return reply;
    const loaded = await loadedContext(request.target, ports, signal);
    if (loaded === undefined || loaded >= request.target.context) return reply;
    const known = `${reply.error.message} It has loaded the model for ${loaded} tokens only.`;
    return { ...reply, error: { ...reply.error, message: known } };
  };
}
