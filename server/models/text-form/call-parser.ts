import type { ChatEvent, Finish, ToolCall, ToolSpec } from "../chat.ts";
import { readBareJson } from "./bare-json.ts";
import { CallWriter } from "./call-writer.ts";
import { CodeSpans } from "./code-spans.ts";
import { everyForm, leakedForms } from "./forms/index.ts";
import { type BlockOutcome, type Form, notClosed, plainName, unreadable, type WrittenCall } from "./forms/outcome.ts";

/** Characters after which a call has told its name, so that only its end is of interest. */
const longestHead = 400;

/**
 * `told`: the model was told to write calls as text, so they count wherever they stand. `leaked`: it calls natively, and
 * its host may let the markup through; in code it is a quotation.
 */
export type CallSource = "told" | "leaked";

/**
 * Finds tool calls in streamed text, however it is cut, and keeps their markup out of the visible text. Ordinary markup that
 * names no known tool is text. A call that is broken or not closed is kept with its error, never guessed.
 */
export class CallParser {
  readonly #writer: CallWriter;
  readonly #source: CallSource;
  readonly #code = new CodeSpans();
  #mayBeJson = true;
  #thinking = "";
  #text = "";
  #held = "";
  /** How much of `#held` was already searched for the end of a call. */
  #searched = 0;
  #announced = false;

  constructor(tools: readonly ToolSpec[], callId: string, source: CallSource) {
    this.#writer = new CallWriter(tools, callId);
    this.#source = source;
  }

  get text(): string {
    return this.#text;
  }

  /** What the model marked as reasoning within its text. */
  get thinking(): string {
    return this.#thinking;
  }

  get calls(): readonly ToolCall[] {
    return this.#writer.calls;
  }

  push(piece: string): readonly ChatEvent[] {
    this.#held += piece;
    return this.#drain();
  }

  finish(finish: Finish): readonly ChatEvent[] {
    const events: ChatEvent[] = [];
    if (this.#mayBeJson) events.push(...this.#readJson(true));
    while (this.#held !== "") {
      const first = this.#forms.first(this.#held);
      if (first === undefined) return [...events, ...this.#emit(this.#held.length)];
      events.push(...this.#emit(first.at));
      events.push(
        ...this.#take(this.#isQuoted() ? { kind: "no-call" } : this.#lastRead(first.form, finish), first.form),
      );
    }
    return events;
  }

  /** Takes back all text so far: it turned out to be something else. */
  retractText(): string {
    const text = this.#text + this.#held;
    this.#text = "";
    this.#drop(this.#held.length);
    this.#mayBeJson = true;
    return text;
  }

  get #forms() {
    return this.#source === "told" ? everyForm : leakedForms;
  }

  #drain(): readonly ChatEvent[] {
    const events: ChatEvent[] = [];
    if (this.#mayBeJson) {
      events.push(...this.#readJson(false));
      if (this.#mayBeJson) return events;
    }
    for (;;) {
      const first = this.#forms.first(this.#held);
      if (first === undefined) {
        return [...events, ...this.#emit(this.#held.length - this.#forms.partialEnd(this.#held))];
      }
      const { form } = first;
      events.push(...this.#emit(first.at));
      if (this.#mustWait(form)) return events;
      this.#searched = this.#held.length;
      const outcome = this.#isQuoted() ? ({ kind: "no-call" } as const) : form.read(this.#held, false);
      if (outcome.kind === "incomplete" && this.#mayGrow(outcome.name, form)) {
        return [...events, ...this.#announce(outcome.name)];
      }
      events.push(...this.#take(outcome, form));
    }
  }

  #mayGrow(name: string | undefined, form: Form): boolean {
    return name === undefined || form.isControl || this.#writer.isKnown(name);
  }

  /** A long block is read again only when its end may have come, and seldom: reading it costs its length. */
  #mustWait(form: Form): boolean {
    const isLong = this.#announced || this.#held.length > longestHead;
    if (!isLong || this.#searched === 0) return false;
    const longest = Math.max(...form.closers.map(({ length }) => length), 1);
    const from = Math.max(0, this.#searched - longest);
    const grown = this.#held.length > 16_384 ? this.#held.length > this.#searched * 1.02 : true;
    return !grown || !form.closers.some((closer) => this.#held.includes(closer, from));
  }

  #readJson(isWhole: boolean): readonly ChatEvent[] {
    const read = readBareJson(this.#held, (name) => this.#writer.isKnown(name), isWhole);
    switch (read.kind) {
      case "undecided":
        if (!isWhole) return this.#announce(read.name);
        return this.#write([{ kind: "broken", name: read.name ?? "", error: notClosed }], this.#held.length);
      case "calls":
        return this.#write(read.calls, this.#held.length);
      case "text":
        this.#mayBeJson = false;
        return [];
    }
  }

  /** What a block is when nothing more comes. After a cut at the length limit nothing unclosed is trusted. */
  #lastRead(form: Form, finish: Finish): BlockOutcome {
    const outcome = form.read(this.#held, finish !== "length");
    if (outcome.kind !== "incomplete") return outcome;
    const whole = form.read(this.#held, true);
    if (whole.kind === "thinking" || whole.kind === "mark" || isNameless(whole)) return whole;
    if (outcome.name === undefined && !form.isControl) return { kind: "no-call" };
    const name = outcome.name ?? "";
    return { kind: "calls", calls: [{ kind: "broken", name, error: notClosed }], end: this.#held.length };
  }

  #take(outcome: BlockOutcome, form: Form): readonly ChatEvent[] {
    switch (outcome.kind) {
      case "mark":
        this.#drop(outcome.end);
        return [];
      case "thinking":
        this.#thinking += outcome.text;
        this.#drop(outcome.end);
        return outcome.text === "" ? [] : [{ type: "thinking-delta", text: outcome.text }];
      case "calls":
        if (form.isControl || isNameless(outcome) || outcome.calls.every(({ name }) => this.#writer.isKnown(name))) {
          return this.#write(outcome.calls, outcome.end);
        }
        return this.#emit(1);
      case "no-call":
      case "incomplete":
        return form.isControl && !this.#isQuoted() ? this.#refuse() : this.#emit(1);
    }
  }

  /** Control markup that no reader understands is a call that went wrong. */
  #refuse(): readonly ChatEvent[] {
    const end = this.#held.indexOf(">");
    const call: WrittenCall = { kind: "broken", name: plainName(""), error: unreadable };
    return this.#write([call], end < 0 ? this.#held.length : end + 1);
  }

  #write(calls: readonly WrittenCall[], end: number): readonly ChatEvent[] {
    const source = this.#held.slice(0, end);
    const events = calls.flatMap((call, index) => {
      const written = this.#writer.write(call, source);
      return index === 0 && this.#announced ? [] : [{ type: "tool-call-start" as const, name: written.name }];
    });
    this.#drop(end);
    return events;
  }

  #announce(name: string | undefined): readonly ChatEvent[] {
    if (name === undefined || this.#announced || !this.#writer.isKnown(name)) return [];
    this.#announced = true;
    return [{ type: "tool-call-start", name: this.#writer.nameOf(name) }];
  }

  #isQuoted(): boolean {
    return this.#source === "leaked" && this.#code.isCode;
  }

  #emit(length: number): readonly ChatEvent[] {
    const text = this.#held.slice(0, length);
    if (text === "") return [];
    this.#text += text;
    if (this.#source === "leaked") this.#code.add(text);
    this.#drop(length);
    return [{ type: "text-delta", text }];
  }

  #drop(length: number): void {
    this.#held = this.#held.slice(length);
    this.#searched = 0;
    this.#announced = false;
    this.#mayBeJson = false;
  }
}

/** A call that broke off before its name. */
function isNameless(outcome: BlockOutcome): boolean {
  return outcome.kind === "calls" && outcome.calls.every((call) => call.kind === "broken" && call.name === "");
}
