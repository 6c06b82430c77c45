const opening = "<think>";
const closing = "</think>";

export interface SplitText {
  readonly thinking: string;
  readonly text: string;
}

/**
 * Takes a leading `<think>…</think>` out of streamed text, however it is cut. A tag anywhere else is text, and so is
 * everything when the text begins with anything else.
 */
export class ThinkSplitter {
  #state: "start" | "thinking" | "gap" | "text" = "start";
  #held = "";

  push(piece: string): SplitText {
    this.#held += piece;
    if (this.#state === "start") this.#start();
    const thinking = this.#state === "thinking" ? this.#takeThinking() : "";
    return { thinking, text: this.#takeText() };
  }

  /** What was held back until it was clear what it is. */
  finish(): SplitText {
    const held = this.#held;
    this.#held = "";
    return this.#state === "thinking"
      ? { thinking: held, text: "" }
      : { thinking: "", text: this.#state === "gap" ? "" : held };
  }

  #start(): void {
    const trimmed = this.#held.trimStart();
    if (trimmed.startsWith(opening)) {
      this.#state = "thinking";
      this.#held = trimmed.slice(opening.length);
    } else if (!opening.startsWith(trimmed)) {
      this.#state = "text";
    }
  }

  #takeThinking(): string {
    const end = this.#held.indexOf(closing);
    if (end >= 0) {
      const thinking = this.#held.slice(0, end);
      this.#held = this.#held.slice(end + closing.length);
      this.#state = "gap";
      return thinking;
    }
    const safe = this.#held.length - partialEnd(this.#held, closing);
    const thinking = this.#held.slice(0, safe);
    this.#held = this.#held.slice(safe);
    return thinking;
  }

  #takeText(): string {
    if (this.#state === "gap") {
      this.#held = this.#held.trimStart();
      if (this.#held !== "") this.#state = "text";
    }
    if (this.#state !== "text") return "";
    const text = this.#held;
    this.#held = "";
    return text;
  }
}

/** How many characters at the end of a text may be the beginning of `mark`. */
export function partialEnd(text: string, mark: string): number {
  for (let length = Math.min(mark.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(mark.slice(0, length))) return length;
  }
  return 0;
}
