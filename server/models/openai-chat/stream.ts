import type { AssistantMessage, ChatEvent, ChatRequest, Finish, Metering } from "../chat.ts";
import { unreadableEvent } from "../http/call-failure.ts";
import { wordsOf } from "../http/host-words.ts";
import { parseJson, type StreamReader } from "../http/stream-reader.ts";
import type { ModelError } from "../model-error.ts";
import { ToolCallAssembly } from "../tool-calls.ts";
import { plainText, textsOf, type WireChunk, type WireDelta, wireChunk } from "./chunk.ts";
import { readOpenAiError } from "./errors.ts";
import { rescue } from "./failed-generation.ts";
import { failureIn, readFinish } from "./finish-reason.ts";
import { Reasoning } from "./reasoning.ts";
import { readReportedUsd, readUsage } from "./usage.ts";

/** Reads the chunks of one reply. It is complete after `[DONE]` or a finish reason; usage may follow the latter. */
export class OpenAiStream implements StreamReader {
  readonly #request: ChatRequest;
  readonly #calls: ToolCallAssembly;
  readonly #reasoning = new Reasoning();
  #text = "";
  #finish: string | undefined;
  #isDone = false;
  #isRefused = false;
  #failure: ModelError | undefined;
  #answeredBy: string | undefined;
  #usage: unknown;

  constructor(request: ChatRequest) {
    this.#request = request;
    this.#calls = new ToolCallAssembly(request.callId);
  }

  accept(data: string): readonly ChatEvent[] {
    if (data.trim() === "[DONE]") {
      this.#isDone = true;
      return [];
    }
    const json = parseJson(data);
    const plain = json.kind === "json" && this.#answeredBy !== undefined ? plainText(json.value) : undefined;
    if (plain !== undefined) {
      this.#text += plain;
      return plain === "" ? [] : [{ type: "text-delta", text: plain }];
    }
    const chunk = json.kind === "json" ? wireChunk.safeParse(json.value) : undefined;
    if (chunk?.success !== true) {
      this.#refuse();
      return [];
    }
    return this.#read(chunk.data);
  }

  failure(): ModelError | undefined {
    return this.#failure;
  }

  isComplete(): boolean {
    return this.#isDone || this.#finish !== undefined;
  }

  isClosed(): boolean {
    return this.#isDone;
  }

  result(): { readonly message: AssistantMessage; readonly finish: Finish } {
    const finish = readFinish(this.#finish, !this.#calls.isEmpty, this.#isRefused);
    return {
      message: {
        role: "assistant",
        text: this.#text,
        thinking: this.#reasoning.toThinking(this.#request.target.id),
        toolCalls: this.#calls.finish(finish),
      },
      finish,
    };
  }

  partialText(): string {
    return this.#text;
  }

  metering(): Metering {
    return {
      usage: readUsage(this.#usage),
      reportedUsd: readReportedUsd(this.#usage),
      answeredBy: this.#answeredBy,
    };
  }

  /** After the finish only the usage can be lost, and then it counts as unknown. */
  #refuse(): void {
    if (this.#finish !== undefined) return;
    this.#failure = unreadableEvent(this.#request.target.endpoint);
  }

  #read(chunk: WireChunk): readonly ChatEvent[] {
    this.#answeredBy ??= chunk.model || undefined;
    const [choice] = chunk.choices ?? [];
    this.#usage = chunk.usage ?? choice?.usage ?? chunk.x_groq?.usage ?? this.#usage;
    const events = this.#readDelta(choice?.delta ?? choice?.message ?? {});
    this.#finish = choice?.finish_reason || this.#finish;
    this.#failure ??= failureIn(choice?.finish_reason ?? undefined, this.#request.target);
    return chunk.error === undefined || chunk.error === null ? events : [...events, ...this.#readError(chunk.error)];
  }

  #readError(error: unknown): readonly ChatEvent[] {
    const rescued = rescue(error, this.#request);
    if (rescued === undefined) {
      const words = wordsOf({ error });
      this.#failure = readOpenAiError({ status: undefined, words, retryAfter: undefined }, this.#request);
      return [];
    }
    const { text, calls } = rescued;
    this.#finish = "tool_calls";
    this.#text += text;
    this.#calls.clear();
    const starts = calls.flatMap(({ name, arguments: given }, index) =>
      this.#calls.add({ index, name, arguments: given }),
    );
    return text === "" ? starts : [{ type: "text-delta", text }, ...starts];
  }

  #readDelta(delta: WireDelta): readonly ChatEvent[] {
    const { text, reasoning } = textsOf(delta);
    this.#text += text;
    this.#isRefused ||= Boolean(delta.refusal);
    this.#reasoning.add(delta, reasoning);
    const calls = (delta.tool_calls ?? []).flatMap((call) =>
      this.#calls.add({
        index: call.index ?? undefined,
        id: call.id ?? undefined,
        name: call.function?.name ?? undefined,
        arguments: call.function?.arguments,
      }),
    );
    return [
      ...(reasoning === "" ? [] : [{ type: "thinking-delta" as const, text: reasoning }]),
      ...(text === "" ? [] : [{ type: "text-delta" as const, text }]),
      ...calls,
    ];
  }
}
