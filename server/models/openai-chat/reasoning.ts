import type { Thinking } from "../chat.ts";
import { thinkingOf } from "../thinking.ts";
import type { WireDelta } from "./chunk.ts";

type Detail = Record<string, unknown>;

/** Members whose pieces follow each other; all others keep their last value. */
const growing = new Set(["text", "summary", "data"]);

/** Collects the reasoning of one reply in the form in which its host wants it back. */
export class Reasoning {
  readonly #details: Detail[] = [];
  #text = "";
  #isContent = false;

  add(delta: WireDelta, text: string): void {
    this.#text += text;
    this.#isContent ||= typeof delta.reasoning_content === "string" && delta.reasoning_content !== "";
    for (const detail of delta.reasoning_details ?? []) this.#addDetail(detail);
  }

  toThinking(from: string): readonly Thinking[] {
    if (this.#text === "" && this.#details.length === 0) return [];
    const block = {
      ...(this.#isContent ? { reasoning_content: this.#text } : {}),
      ...(this.#details.length > 0 ? { reasoning_details: this.#details } : {}),
    };
    return [thinkingOf(this.#text, from, block)];
  }

  #addDetail(detail: Detail): void {
    const known = this.#details.find((each) => each.type === detail.type && each.index === detail.index);
    if (known === undefined) {
      this.#details.push({ ...detail });
      return;
    }
    for (const [name, value] of Object.entries(detail)) {
      const before = known[name];
      const grows = growing.has(name) && typeof before === "string" && typeof value === "string";
      if (grows) known[name] = before + value;
      else if (value !== null && value !== "") known[name] = value;
    }
  }
}
