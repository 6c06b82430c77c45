import type { AssistantMessage, ChatEvent, ChatRequest, Finish, Metering, Thinking } from "../chat.ts";
import { unreadableEvent } from "../http/call-failure.ts";
import { wordsOf } from "../http/host-words.ts";
import { parseJson, type StreamReader } from "../http/stream-reader.ts";
import type { ModelError } from "../model-error.ts";
import { thinkingOf } from "../thinking.ts";
import { ToolCallAssembly } from "../tool-calls.ts";
import { type WireChunk, type WirePart, wireChunk } from "./chunk.ts";
import { readGeminiError } from "./errors.ts";
import { failureIn, readFinish } from "./finish-reason.ts";
import type { Signatures } from "./signatures.ts";
import { readUsage } from "./usage.ts";

/** Reads the chunks of one reply. It is complete after a finish reason, or when the prompt was blocked; usage may follow. */
export class GeminiStream implements StreamReader {
  readonly #request: ChatRequest;
  readonly #calls: ToolCallAssembly;
  readonly #callSignatures: (string | null)[] = [];
  #textSignature: string | undefined;
  #text = "";
  #thinking = "";
  #finish: string | undefined;
  #isBlocked = false;
  #failure: ModelError | undefined;
  #answeredBy: string | undefined;
  #usage: unknown;

  constructor(request: ChatRequest) {
    this.#request = request;
    this.#calls = new ToolCallAssembly(request.callId);
  }

  accept(data: string): readonly ChatEvent[] {
    const json = parseJson(data);
    const value = json.kind === "json" ? json.value : undefined;
    // Without `alt=sse`, and from some proxies, the whole reply is one list of chunks.
    const chunks = (Array.isArray(value) ? value : [value]).map((each) => wireChunk.safeParse(each));
    return chunks.flatMap((chunk) => (chunk.success ? this.#read(chunk.data) : this.#refuse()));
  }

  failure(): ModelError | undefined {
    return this.#failure;
  }

  isComplete(): boolean {
    return this.#finish !== undefined || this.#isBlocked;
  }

  isClosed(): boolean {
    return false;
  }

  result(): { readonly message: AssistantMessage; readonly finish: Finish } {
    const finish = readFinish(this.#finish, !this.#calls.isEmpty, this.#isBlocked);
    return {
      message: {
        role: "assistant",
        text: this.#text,
        thinking: this.#thinkingParts(),
        toolCalls: this.#calls.finish(finish),
      },
      finish,
    };
  }

  partialText(): string {
    return this.#text;
  }

  metering(): Metering {
    return { usage: readUsage(this.#usage), reportedUsd: undefined, answeredBy: this.#answeredBy };
  }

  #read(chunk: WireChunk): readonly ChatEvent[] {
    this.#answeredBy ??= chunk.modelVersion || undefined;
    this.#usage = chunk.usageMetadata ?? this.#usage;
    if (chunk.error !== undefined && chunk.error !== null) {
      const words = wordsOf({ error: chunk.error });
      this.#failure = readGeminiError({ status: undefined, words, retryAfter: undefined }, this.#request);
      return [];
    }
    const [candidate] = chunk.candidates ?? [];
    const events = (candidate?.content?.parts ?? []).flatMap((part) => this.#readPart(part));
    this.#finish = candidate?.finishReason || this.#finish;
    this.#isBlocked ||= candidate === undefined && Boolean(chunk.promptFeedback?.blockReason);
    this.#failure ??= failureIn(candidate?.finishReason ?? undefined, this.#request.target);
    return events;
  }

  #readPart({ text, thought, thoughtSignature, functionCall }: WirePart): readonly ChatEvent[] {
    if (functionCall) {
      this.#callSignatures.push(thoughtSignature || null);
      return this.#calls.add({
        index: this.#callSignatures.length,
        id: functionCall.id ?? undefined,
        name: functionCall.name ?? "",
        arguments: functionCall.args ?? {},
      });
    }
    if (!thought) this.#textSignature = thoughtSignature || this.#textSignature;
    if (!text) return [];
    if (thought) this.#thinking += text;
    else this.#text += text;
    return [{ type: thought ? "thinking-delta" : "text-delta", text }];
  }

  #thinkingParts(): readonly Thinking[] {
    const isSigned = this.#textSignature !== undefined || this.#callSignatures.some((each) => each !== null);
    if (this.#thinking === "" && !isSigned) return [];
    const signatures: Signatures = {
      ...(this.#textSignature === undefined ? {} : { text: this.#textSignature }),
      calls: this.#callSignatures,
    };
    return [thinkingOf(this.#thinking, this.#request.target.id, signatures)];
  }

  #refuse(): readonly ChatEvent[] {
    if (this.#finish !== undefined) return []; // Only the usage can be lost, and then it counts as unknown.
    this.#failure ??= unreadableEvent(this.#request.target.endpoint);
    return [];
  }
}
