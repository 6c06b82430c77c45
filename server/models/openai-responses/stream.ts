import type { AssistantMessage, ChatEvent, ChatRequest, Finish, Metering } from "../chat.ts";
import { unreadableEvent } from "../http/call-failure.ts";
import { wordsOf } from "../http/host-words.ts";
import { parseJson, type StreamReader } from "../http/stream-reader.ts";
import type { ModelError } from "../model-error.ts";
import { readOpenAiError } from "../openai-chat/errors.ts";
import { readReportedUsd } from "../openai-chat/usage.ts";
import { plainDelta, type WireEvent, type WireResponse, wireEvent, wireResponse } from "./event.ts";
import { failureIn, readFinish } from "./finish-reason.ts";
import { Items, type Place } from "./items.ts";
import { readUsage } from "./usage.ts";

/** Reads the events of one reply. It is complete after `response.completed` or `response.incomplete`. */
export class ResponsesStream implements StreamReader {
  readonly #request: ChatRequest;
  readonly #items: Items;
  #isEnded = false;
  #incomplete: string | undefined;
  #failure: ModelError | undefined;
  #answeredBy: string | undefined;
  #usage: unknown;

  constructor(request: ChatRequest) {
    this.#request = request;
    this.#items = new Items(request.callId);
  }

  accept(data: string): readonly ChatEvent[] {
    if (data.trim() === "[DONE]") return [];
    const json = parseJson(data);
    const plain = json.kind === "json" ? plainDelta(json.value) : undefined;
    if (plain !== undefined) return this.#read(plain, undefined);
    const event = json.kind === "json" ? wireEvent.safeParse(json.value) : undefined;
    if (event?.success !== true) return this.#refuse();
    if (event.data.object === "response" && !event.data.type) return this.#end(wireResponse.parse(event.data));
    return this.#read(event.data, json.kind === "json" ? json.value : undefined);
  }

  failure(): ModelError | undefined {
    return this.#failure;
  }

  isComplete(): boolean {
    return this.#isEnded;
  }

  isClosed(): boolean {
    return this.#isEnded;
  }

  result(): { readonly message: AssistantMessage; readonly finish: Finish } {
    const finish = readFinish(this.#incomplete, this.#items.hasCalls, this.#items.isRefused);
    return { message: this.#items.message(finish, this.#request.target.id), finish };
  }

  partialText(): string {
    return this.#items.text;
  }

  metering(): Metering {
    return {
      usage: readUsage(this.#usage),
      reportedUsd: readReportedUsd(this.#usage),
      answeredBy: this.#answeredBy,
    };
  }

  #read(event: WireEvent, whole: unknown): readonly ChatEvent[] {
    const place: Place = {
      index: event.output_index ?? undefined,
      id: event.item_id || event.item?.id || undefined,
    };
    switch (event.type) {
      case "response.created":
      case "response.in_progress":
        this.#answeredBy ??= event.response?.model || undefined;
        return [];
      case "response.output_item.added":
        return event.item ? this.#items.start(place, event.item) : [];
      case "response.output_item.done":
        return event.item ? this.#items.finish(place, event.item) : [];
      case "response.output_text.delta":
        return this.#items.addText(place, event.delta ?? "", false);
      case "response.refusal.delta":
        return this.#items.addText(place, event.delta ?? "", true);
      case "response.reasoning_summary_text.delta":
      case "response.reasoning_text.delta":
        return this.#items.addReasoning(place, event.delta ?? "");
      case "response.reasoning_summary_part.added":
        return event.summary_index ? [{ type: "thinking-delta", text: "\n\n" }] : []; // Parts are paragraphs.
      case "response.function_call_arguments.delta":
      case "response.custom_tool_call_input.delta":
        this.#items.addArguments(place, event.delta ?? "");
        return [];
      case "response.completed":
      case "response.incomplete":
      case "response.done":
      case "response.failed":
      case "response.cancelled":
        return event.response ? this.#end(event.response) : this.#refuse();
      case "error":
        return this.#fail(event.error ?? whole);
      default:
        // Hosts add kinds of events. One without a type can only be an error.
        return event.type || event.error === undefined || event.error === null ? [] : this.#fail(event.error);
    }
  }

  #end(response: WireResponse): readonly ChatEvent[] {
    this.#answeredBy = response.model || this.#answeredBy;
    this.#usage = response.usage ?? this.#usage;
    if (response.status === "failed" || response.status === "cancelled" || response.error) {
      return this.#fail(response.error ?? { message: `The response is ${response.status}.`, code: "server_error" });
    }
    const unseen = this.#items.isEmpty ? (response.output ?? []) : [];
    const events = unseen.flatMap((item, index) => this.#items.finish({ index, id: item.id || undefined }, item));
    const reason = response.incomplete_details?.reason || undefined;
    this.#incomplete = response.status === "incomplete" ? (reason ?? "max_output_tokens") : undefined;
    this.#failure ??= failureIn(this.#incomplete, this.#request.target);
    this.#isEnded = true;
    return events;
  }

  #fail(error: unknown): readonly ChatEvent[] {
    const words = wordsOf({ error });
    this.#failure ??= readOpenAiError({ status: undefined, words, retryAfter: undefined }, this.#request);
    return [];
  }

  #refuse(): readonly ChatEvent[] {
    this.#failure ??= unreadableEvent(this.#request.target.endpoint);
    return [];
  }
}
