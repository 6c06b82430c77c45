import { AnthropicStream } from "../../server/models/anthropic/stream.ts";
import type { ChatRequest, Reply } from "../../server/models/chat.ts";
import type { DialectName } from "../../server/models/endpoint.ts";
import { readGeminiError } from "../../server/models/gemini/errors.ts";
import { GeminiStream } from "../../server/models/gemini/stream.ts";
import { type HostError, readHostError } from "../../server/models/http/errors.ts";
import { streamCall } from "../../server/models/http/stream-call.ts";
import type { StreamReader } from "../../server/models/http/stream-reader.ts";
import { RecentPrompts } from "../../server/models/ollama/recent-prompts.ts";
import { OllamaStream } from "../../server/models/ollama/stream.ts";
import { readOpenAiError } from "../../server/models/openai-chat/errors.ts";
import { OpenAiStream } from "../../server/models/openai-chat/stream.ts";
import { ResponsesStream } from "../../server/models/openai-responses/stream.ts";
import { withTextTools } from "../../server/models/text-form/index.ts";
import type { Recording } from "../../test/models/replay.ts";
import { hear, requestTo, targetAt } from "../../test/models/targets.ts";

const readers: Readonly<Record<DialectName, (request: ChatRequest) => StreamReader>> = {
  "openai-chat": (request) => new OpenAiStream(request),
  "openai-responses": (request) => new ResponsesStream(request),
  anthropic: (request) => new AnthropicStream(request),
  gemini: (request) => new GeminiStream(request),
  ollama: (request) => new OllamaStream(request, new RecentPrompts()),
};
const errorReaders: Partial<Record<DialectName, typeof readOpenAiError>> = {
  "openai-chat": readOpenAiError,
  "openai-responses": readOpenAiError,
  gemini: readGeminiError,
};
const never = new AbortController().signal;

/** A recorded reply read by everything behind the request: the packages that only build requests are left out. */
export async function leanReplay(dialect: DialectName, recording: Recording): Promise<Reply> {
  const fetch = async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const piece of recording.pieces) controller.enqueue(piece);
        controller.close();
      },
    });
    return new Response(body, { status: recording.status ?? 200, headers: { "content-type": recording.contentType } });
  };
  const url = "https://host.example/v1";
  const readCommon = (error: HostError, { target }: ChatRequest) => readHostError(error, target);
  const chat = streamCall(
    {
      framing: dialect === "ollama" ? "ndjson" : "sse",
      loadsModels: false,
      send: (_request, line) => line(url, { method: "POST", body: "{}" }),
      credentials: () => ({}),
      reader: readers[dialect],
      readError: errorReaders[dialect] ?? readCommon,
    },
    { secrets: { read: () => "key" }, fetch },
  );
  return (await hear(withTextTools(chat)(requestTo(targetAt(dialect, url), { tools: [] }), never))).reply;
}
