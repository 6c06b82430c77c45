import type { AssistantMessage, Chat, ChatEvent, ChatRequest, Finish, Reply } from "../chat.ts";
import { CallParser } from "./call-parser.ts";
import { toTextRequest } from "./render.ts";
import { type SplitText, ThinkSplitter } from "./think-splitter.ts";

/**
 * Gives models without native tool calls a text form of them, and takes a leading `<think>…</think>` out of any model's
 * text. Text of models with native calls is never read as a call: it may quote a file that holds one.
 */
export function withTextTools(chat: Chat): Chat {
  return async function* (request, signal) {
    const isNative = request.target.abilities.tools;
    const reading = new Reading(request, isNative ? [] : request.tools);
    const inner = chat(isNative ? request : toTextRequest(request), signal);
    try {
      for (;;) {
        const next = await inner.next();
        if (next.done) {
          const [events, reply] = reading.end(next.value);
          yield* events;
          return reply;
        }
        if (next.value.type === "text-delta") yield* reading.add(next.value.text);
        else yield next.value;
      }
    } finally {
      await inner.return({ kind: "cancelled", billed: "unknown", metering: noMetering });
    }
  };
}

const noMetering = { usage: "unknown", reportedUsd: undefined, answeredBy: undefined } as const;

/** What one reply's text turns out to be. */
class Reading {
  readonly #splitter = new ThinkSplitter();
  readonly #parser: CallParser;
  #thinking = "";

  readonly #isPlain: boolean;

  constructor({ callId, target }: ChatRequest, tools: ChatRequest["tools"]) {
    this.#isPlain = target.abilities.tools;
    this.#parser = new CallParser(tools, callId);
  }

  add(text: string): readonly ChatEvent[] {
    return this.#read(this.#splitter.push(text));
  }

  end(reply: Reply): readonly [readonly ChatEvent[], Reply] {
    const finish = reply.kind === "done" ? reply.finish : "length";
    const events = [...this.#read(this.#splitter.finish()), ...this.#parser.finish(finish)];
    switch (reply.kind) {
      case "cancelled":
        return [[], reply];
      case "failed":
        return [[], { ...reply, partialText: this.#parser.text }];
      case "done":
        return [events, { ...reply, message: this.#message(reply.message), finish: this.#finish(reply.finish) }];
    }
  }

  #read({ thinking, text }: SplitText): readonly ChatEvent[] {
    this.#thinking += thinking;
    const thought: ChatEvent[] = thinking === "" ? [] : [{ type: "thinking-delta", text: thinking }];
    return [...thought, ...this.#parser.push(text)];
  }

  #message(message: AssistantMessage): AssistantMessage {
    if (this.#isPlain && this.#thinking === "") return message;
    const thought = this.#thinking === "" ? [] : [{ text: this.#thinking, opaque: undefined }];
    return {
      role: "assistant",
      text: this.#parser.text,
      thinking: [...message.thinking, ...thought],
      toolCalls: [...message.toolCalls, ...this.#parser.calls],
    };
  }

  #finish(finish: Finish): Finish {
    return finish === "stop" && this.#parser.calls.length > 0 ? "tool-calls" : finish;
  }
}
