import { z } from "zod";
import type { AssistantMessage, ChatEvent, ChatRequest, Finish, Metering } from "../chat.ts";
import { unreadableEvent } from "../http/call-failure.ts";
import { wordsOf } from "../http/host-words.ts";
import { parseJson, type StreamReader } from "../http/stream-reader.ts";
import type { ModelError } from "../model-error.ts";
import { Blocks } from "./blocks.ts";
import { readAnthropicError } from "./errors.ts";
import { plainDelta, type WireEvent, type WireMessage, wireEvent } from "./event.ts";
import { failureIn, readFinish } from "./finish-reason.ts";
import { mergeUsage, readUsage, type WireUsage } from "./usage.ts";

const typed = z.looseObject({ type: z.string() });
const known: ReadonlySet<string> = new Set(wireEvent.options.map((option) => option.shape.type.value));

/** Reads the events of one reply. It is complete after `message_stop`. */
export class AnthropicStream implements StreamReader {
  readonly #request: ChatRequest;
  readonly #blocks: Blocks;
  #messageId: string | undefined;
  #stopReason: string | undefined;
  #isStopped = false;
  #failure: ModelError | undefined;
  #answeredBy: string | undefined;
  #usage: WireUsage = {};

  constructor(request: ChatRequest) {
    this.#request = request;
    this.#blocks = new Blocks(request.callId);
  }

  accept(data: string): readonly ChatEvent[] {
    const json = parseJson(data);
    const plain = json.kind === "json" ? plainDelta(json.value) : undefined;
    if (plain !== undefined) return this.#blocks.add(plain.index, plain.delta);
    const kind = json.kind === "json" ? typed.safeParse(json.value) : undefined;
    // Hosts add kinds of events; only those that are known must be as expected.
    if (kind?.success === true && !known.has(kind.data.type)) return [];
    const event = wireEvent.safeParse(kind?.data);
    if (event.success) return this.#read(event.data);
    if (json.kind === "json" && data.includes('"error"')) return this.#fail(json.value);
    this.#failure = unreadableEvent(this.#request.target.endpoint);
    return [];
  }

  failure(): ModelError | undefined {
    return this.#failure;
  }

  isComplete(): boolean {
    return this.#isStopped;
  }

  isClosed(): boolean {
    return this.#isStopped;
  }

  result(): { readonly message: AssistantMessage; readonly finish: Finish } {
    const finish = readFinish(this.#stopReason, this.#blocks.hasCalls);
    return { message: this.#blocks.message(finish, this.#request.target.id), finish };
  }

  partialText(): string {
    return this.#blocks.text;
  }

  metering(): Metering {
    return { usage: readUsage(this.#usage), reportedUsd: undefined, answeredBy: this.#answeredBy };
  }

  #read(event: WireEvent): readonly ChatEvent[] {
    switch (event.type) {
      case "message_start":
        return this.#start(event.message);
      case "content_block_start":
        return this.#blocks.start(event.index, event.content_block);
      case "content_block_delta":
        return this.#blocks.add(event.index, event.delta);
      case "message_delta":
        this.#usage = mergeUsage(this.#usage, event.usage ?? undefined);
        this.#stop(event.delta?.stop_reason);
        return [];
      case "message_stop":
        this.#isStopped = true;
        return [];
      case "error":
        return this.#fail(event);
      case "message":
        return this.#whole(event);
      case "content_block_stop":
        return [];
    }
  }

  /** Some hosts start a message twice; a start with another id replaces a message that was given up. */
  #start(message: WireMessage): readonly ChatEvent[] {
    const id = message.id ?? "";
    if (this.#messageId === id) return [];
    if (this.#messageId !== undefined) this.#blocks.clear();
    this.#messageId = id;
    this.#answeredBy = message.model || undefined;
    this.#usage = mergeUsage(this.#usage, message.usage ?? undefined);
    return (message.content ?? []).flatMap((block, index) => this.#blocks.start(index, block));
  }

  #whole(message: WireMessage): readonly ChatEvent[] {
    const events = this.#start(message);
    this.#stop(message.stop_reason);
    this.#isStopped = true;
    return events;
  }

  #stop(reason: string | null | undefined): void {
    this.#stopReason = reason || this.#stopReason;
    this.#failure ??= failureIn(reason ?? undefined, this.#request.target);
  }

  #fail(value: unknown): readonly ChatEvent[] {
    const words = wordsOf(value);
    this.#failure = readAnthropicError({ status: undefined, words, retryAfter: undefined }, this.#request);
    return [];
  }
}
