import type { AssistantMessage, ChatEvent, ChatRequest, Finish, Metering } from "../chat.ts";
import { modelError, unreadableEvent } from "../http/call-failure.ts";
import { wordsOf } from "../http/host-words.ts";
import { parseJson, type StreamReader } from "../http/stream-reader.ts";
import type { ModelError } from "../model-error.ts";
import { thinkingOf } from "../thinking.ts";
import { ToolCallAssembly } from "../tool-calls.ts";
import { readOllamaError } from "./errors.ts";
import { readFinish } from "./finish-reason.ts";
import { plainText, type WireLine, wireLine } from "./line.ts";
import type { RecentPrompts } from "./recent-prompts.ts";
import { readUsage } from "./usage.ts";

/** Milliseconds; a model that is in memory needs far less. */
const coldLoad = 1_000;

/** Reads the lines of one reply. It is complete after the line with `done: true`. */
export class OllamaStream implements StreamReader {
  readonly #request: ChatRequest;
  readonly #recent: RecentPrompts;
  readonly #calls: ToolCallAssembly;
  #text = "";
  #thinking = "";
  #last: WireLine | undefined;
  #failure: ModelError | undefined;
  #answeredBy: string | undefined;

  constructor(request: ChatRequest, recent: RecentPrompts) {
    this.#request = request;
    this.#recent = recent;
    this.#calls = new ToolCallAssembly(request.callId);
  }

  accept(data: string): readonly ChatEvent[] {
    const json = parseJson(data);
    const plain = json.kind === "json" && this.#answeredBy !== undefined ? plainText(json.value) : undefined;
    if (plain !== undefined) {
      this.#text += plain;
      return plain === "" ? [] : [{ type: "text-delta", text: plain }];
    }
    const line = json.kind === "json" ? wireLine.safeParse(json.value) : undefined;
    if (line?.success === true) return this.#read(line.data);
    this.#failure = unreadableEvent(this.#request.target.endpoint);
    return [];
  }

  failure(): ModelError | undefined {
    return this.#failure;
  }

  isComplete(): boolean {
    return this.#last !== undefined;
  }

  isClosed(): boolean {
    return this.#last !== undefined;
  }

  result(): { readonly message: AssistantMessage; readonly finish: Finish } {
    const finish = readFinish(this.#last?.done_reason ?? undefined, !this.#calls.isEmpty);
    const thinking = this.#thinking === "" ? [] : [thinkingOf(this.#thinking, this.#request.target.id, this.#thinking)];
    return {
      message: { role: "assistant", text: this.#text, thinking, toolCalls: this.#calls.finish(finish) },
      finish,
    };
  }

  partialText(): string {
    return this.#text;
  }

  metering(): Metering {
    return { usage: readUsage(this.#last), reportedUsd: undefined, answeredBy: this.#answeredBy };
  }

  #read(line: WireLine): readonly ChatEvent[] {
    this.#answeredBy ??= line.model || undefined;
    if (line.error !== undefined && line.error !== null) {
      const words = wordsOf({ error: line.error });
      this.#failure = readOllamaError({ status: undefined, words, retryAfter: undefined }, this.#request);
      return [];
    }
    const events = this.#readMessage(line);
    if (line.done === true) {
      this.#last = line;
      this.#failure = this.#truncation();
      const milliseconds = (line.load_duration ?? 0) / 1e6;
      if (milliseconds >= coldLoad) return [...events, { type: "loaded", milliseconds }];
    }
    return events;
  }

  #readMessage({ message, response }: WireLine): readonly ChatEvent[] {
    const thinking = message?.thinking ?? "";
    const text = message?.content ?? response ?? "";
    this.#thinking += thinking;
    this.#text += text;
    const calls = (message?.tool_calls ?? []).flatMap(({ id, function: { name, arguments: given } }) =>
      // Each call comes whole, and its index may start again with every line.
      this.#calls.add({ id: id ?? undefined, name: name ?? "", arguments: given ?? {} }),
    );
    return [
      ...(thinking === "" ? [] : [{ type: "thinking-delta" as const, text: thinking }]),
      ...(text === "" ? [] : [{ type: "text-delta" as const, text }]),
      ...calls,
    ];
  }

  #truncation(): ModelError | undefined {
    const usage = readUsage(this.#last);
    const least = this.#recent.leastFor(this.#request);
    if (usage === "unknown" || usage.uncached >= least) {
      this.#recent.remember(this.#request);
      return undefined;
    }
    const { endpoint, model, context } = this.#request.target;
    return modelError(
      "context-truncated",
      `${endpoint.id} read only ${usage.uncached} of at least ${least} prompt tokens for ${model}, so its answer was dropped. ` +
        `Give the server the memory for a context of ${context} tokens, or configure a smaller one.`,
    );
  }
}
