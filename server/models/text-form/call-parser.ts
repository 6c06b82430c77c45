import type { ChatEvent, Finish, ToolCall, ToolSpec } from "../chat.ts";
import { toToolCall } from "../tool-calls.ts";
import { type BlockOutcome, closers, openers, readBlock, readUnclosedJson, type Values } from "./call-block.ts";
import { coerce, propertiesOf } from "./coerce.ts";
import { partialEnd } from "./think-splitter.ts";

/** Characters after which a call has told its name, so that only its end is of interest. */
const longestHead = 400;
const notClosed = "The call was not closed, so its arguments are not complete. Send the call again.";

/**
 * Finds tool calls in streamed text, however it is cut, and keeps them out of the visible text. Markup that names no known
 * tool is text. A known call that is broken or not closed is kept with its error, never guessed.
 */
export class CallParser {
  readonly #tools: ReadonlyMap<string, ToolSpec>;
  readonly #idPrefix: string;
  readonly #calls: ToolCall[] = [];
  #text = "";
  #held = "";
  /** Up to where `#held` was already searched for the end of a call. */
  #searched = 0;
  #announced = false;

  constructor(tools: readonly ToolSpec[], callId: string) {
    this.#tools = new Map(tools.map((tool) => [tool.name, tool]));
    this.#idPrefix = `call_${callId.replaceAll(/[^\w-]/g, "_")}`;
  }

  get text(): string {
    return this.#text;
  }

  get calls(): readonly ToolCall[] {
    return this.#calls;
  }

  push(piece: string): readonly ChatEvent[] {
    this.#held += piece;
    return this.#tools.size === 0 ? this.#emit(this.#held.length) : this.#drain();
  }

  finish(finish: Finish): readonly ChatEvent[] {
    const events = [...this.#drain()];
    while (this.#held !== "") {
      const start = firstOpener(this.#held);
      if (start !== 0) {
        events.push(...this.#emit(start < 0 ? this.#held.length : start));
        continue;
      }
      const outcome = (finish === "length" ? undefined : readUnclosedJson(this.#held)) ?? readBlock(this.#held);
      const ended: BlockOutcome =
        outcome.kind === "incomplete" && outcome.name !== undefined
          ? { kind: "broken", name: outcome.name, error: notClosed, end: this.#held.length }
          : outcome;
      events.push(...this.#take(ended));
    }
    return events;
  }

  #drain(): readonly ChatEvent[] {
    const events: ChatEvent[] = [];
    for (;;) {
      const start = firstOpener(this.#held);
      if (start < 0) {
        const kept = Math.max(...openers.map((opener) => partialEnd(this.#held, opener)));
        events.push(...this.#emit(this.#held.length - kept));
        return events;
      }
      events.push(...this.#emit(start));
      const isLong = this.#announced || this.#held.length > longestHead;
      if (isLong && this.#searched > 0 && !this.#hasNewCloser()) return events;
      this.#searched = this.#held.length;
      const outcome = readBlock(this.#held);
      if (outcome.kind === "incomplete" && this.#isKnown(outcome.name)) {
        events.push(...this.#announce(outcome.name));
        return events;
      }
      if (outcome.kind === "incomplete" && outcome.name === undefined) return events;
      events.push(...this.#take(outcome));
    }
  }

  /** Takes a whole call out of the text, or its first character if it is none. */
  #take(outcome: BlockOutcome): readonly ChatEvent[] {
    if (!("end" in outcome) || !this.#isKnown(outcome.name)) return this.#emit(1);
    const events = this.#announce(outcome.name);
    const id = `${this.#idPrefix}_${this.#calls.length + 1}`;
    const source = this.#held.slice(0, outcome.end);
    this.#calls.push(
      outcome.kind === "broken"
        ? brokenCall(id, outcome.name, source, outcome.error)
        : this.#read(id, outcome.name, outcome.values, source),
    );
    this.#drop(outcome.end);
    return events;
  }

  #read(id: string, name: string, values: Values, source: string): ToolCall {
    if (values.kind === "json") return toToolCall(id, name, values.text);
    const keys = values.entries.map(([key]) => key);
    const twice = keys.find((key, position) => keys.indexOf(key) !== position);
    if (twice !== undefined) {
      return brokenCall(id, name, source, `The arguments give "${twice}" more than once. Send the call again.`);
    }
    const schemas = propertiesOf(this.#tools.get(name)?.parameters ?? {});
    const given = values.entries.map(([key, text]) => [key, coerce(text, schemas[key])] as const);
    return toToolCall(id, name, JSON.stringify(Object.fromEntries(given)));
  }

  #announce(name: string): readonly ChatEvent[] {
    if (this.#announced) return [];
    this.#announced = true;
    return [{ type: "tool-call-start", name }];
  }

  #isKnown(name: string | undefined): name is string {
    return name !== undefined && this.#tools.has(name);
  }

  #hasNewCloser(): boolean {
    const longest = Math.max(...closers.map((closer) => closer.length));
    const from = Math.max(0, this.#searched - longest);
    this.#searched = this.#held.length;
    return closers.some((closer) => this.#held.includes(closer, from));
  }

  #emit(length: number): readonly ChatEvent[] {
    const text = this.#held.slice(0, length);
    if (text === "") return [];
    this.#text += text;
    this.#drop(length);
    return [{ type: "text-delta", text }];
  }

  #drop(length: number): void {
    this.#held = this.#held.slice(length);
    this.#searched = 0;
    this.#announced = false;
  }
}

function brokenCall(id: string, name: string, argumentsText: string, argumentsError: string): ToolCall {
  return { id, name, arguments: undefined, argumentsText, argumentsError };
}

function firstOpener(text: string): number {
  const found = openers.map((opener) => text.indexOf(opener)).filter((at) => at >= 0);
  return found.length === 0 ? -1 : Math.min(...found);
}
