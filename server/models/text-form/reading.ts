import type { AssistantMessage, ChatEvent, ChatRequest, Finish, Reply, ToolCall } from "../chat.ts";
import { CallParser } from "./call-parser.ts";
import { holdsInvokes } from "./forms/invoke.ts";
import { type SplitText, ThinkSplitter } from "./think-splitter.ts";

/** What one reply's text turns out to be. */
export class Reading {
  readonly #splitter: ThinkSplitter;
  readonly #parser: CallParser;
  readonly #family: string;
  #thinking = "";
  #startsInside: boolean;

  constructor({ callId, target, tools }: ChatRequest, startsInside: boolean) {
    this.#splitter = new ThinkSplitter(startsInside);
    this.#parser = new CallParser(tools, callId, target.abilities.tools ? "leaked" : "told");
    this.#family = target.family;
    this.#startsInside = startsInside;
  }

  /** Whether the model began in the middle of its thinking. */
  get startsInside(): boolean {
    return this.#startsInside;
  }

  add(text: string): readonly ChatEvent[] {
    return this.#read(this.#splitter.push(text));
  }

  end(reply: Reply): readonly [readonly ChatEvent[], Reply] {
    const finish = reply.kind === "done" ? reply.finish : "length";
    const events = [...this.#read(this.#splitter.finish()), ...this.#unclosed(finish), ...this.#parser.finish(finish)];
    switch (reply.kind) {
      case "cancelled":
        return [[], reply];
      case "failed":
        return [[], { ...reply, partialText: this.#parser.text }];
      case "done":
        return [events, { ...reply, message: this.#message(reply.message), finish: this.#finish(reply.finish) }];
    }
  }

  #read({ thinking, text, retracts }: SplitText): readonly ChatEvent[] {
    this.#thinking += thinking;
    if (retracts && this.#parser.calls.length === 0) {
      this.#thinking += this.#parser.retractText();
      this.#startsInside = true;
    }
    const thought: ChatEvent[] = thinking === "" ? [] : [{ type: "thinking-delta", text: thinking }];
    return [...thought, ...(text === "" ? [] : this.#parser.push(text))];
  }

  /** A whole reply that never left its thinking was an answer: this time the model did not think. */
  #unclosed(finish: Finish): readonly ChatEvent[] {
    if (!this.#splitter.isUnclosed || finish === "length") return [];
    const text = this.#thinking;
    this.#thinking = "";
    this.#startsInside = false;
    return this.#parser.push(text);
  }

  #message(message: AssistantMessage): AssistantMessage {
    const thought = this.#thinking + this.#parser.thinking;
    const calls = message.toolCalls.map((call) => withoutMarkup(call, this.#family));
    const leaked = this.#parser.calls.filter((call) => !calls.some((each) => isSame(each, call)));
    return {
      role: "assistant",
      text: this.#parser.text,
      thinking: [...message.thinking, ...(thought === "" ? [] : [{ text: thought, opaque: undefined }])],
      toolCalls: [...calls, ...leaked],
    };
  }

  #finish(finish: Finish): Finish {
    return finish === "stop" && this.#parser.calls.length > 0 ? "tool-calls" : finish;
  }
}

/** Some hosts send a call and let its text through as well. */
function isSame(left: ToolCall, right: ToolCall): boolean {
  return left.name === right.name && JSON.stringify(left.arguments) === JSON.stringify(right.arguments);
}

/** A host that cut DeepSeek's markup in the wrong place leaves the rest of it in a value, which must reach no file. */
function withoutMarkup(call: ToolCall, family: string): ToolCall {
  if (family !== "deepseek" || !holdsInvokes(call.argumentsText)) return call;
  const argumentsError = "The host left markup of the call inside its arguments. Send the call again.";
  return { ...call, arguments: undefined, argumentsError };
}
