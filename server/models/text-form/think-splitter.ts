const opening = "<think>";
const closing = "</think>";

export interface SplitText {
  readonly thinking: string;
  readonly text: string;
  /** All text so far was thinking: its end came without a beginning. `text` is what follows. */
  readonly retracts: boolean;
}

/**
 * Takes thinking out of streamed text, however it is cut: a leading `<think>…</think>`, and what stands before a lone
 * `</think>`, because some templates write the opening tag themselves. Tags in quotes or code, and all others, are text.
 */
export class ThinkSplitter {
  #state: "start" | "thinking" | "gap" | "text" = "start";
  readonly #startsInside: boolean;
  #mayClose = true;
  #before = "";
  #held = "";

  /** `startsInside`: the model is known to begin in the middle of its thinking. */
  constructor(startsInside = false) {
    this.#startsInside = startsInside;
  }

  /** Whether everything so far was taken for thinking only because the model usually begins with it. */
  get isUnclosed(): boolean {
    return this.#startsInside && (this.#state === "start" || this.#state === "thinking");
  }

  push(piece: string): SplitText {
    this.#held += piece;
    if (this.#state === "start") this.#start();
    const thinking = this.#state === "thinking" ? this.#takeThinking() : "";
    return { thinking, ...this.#takeText(false) };
  }

  /** What was held back until it was clear what it is. */
  finish(): SplitText {
    if (this.#state === "thinking") {
      const thinking = this.#held.slice(0, this.#held.length - partialEnd(this.#held, closing));
      this.#held = "";
      return { thinking, text: "", retracts: false };
    }
    if (this.#state === "start") this.#state = "text";
    return { thinking: "", ...this.#takeText(true) };
  }

  #start(): void {
    const trimmed = this.#held.trimStart();
    if (trimmed.startsWith(opening)) {
      this.#state = "thinking";
      this.#held = trimmed.slice(opening.length);
    } else if (!opening.startsWith(trimmed)) {
      this.#state = this.#startsInside ? "thinking" : "text";
    }
  }

  #takeThinking(): string {
    const end = this.#held.indexOf(closing);
    if (end >= 0) {
      const thinking = this.#held.slice(0, end);
      this.#held = this.#held.slice(end + closing.length);
      this.#state = "gap";
      this.#mayClose = false;
      return thinking;
    }
    return this.#take(this.#held.length - partialEnd(this.#held, closing));
  }

  #takeText(isWhole: boolean): { readonly text: string; readonly retracts: boolean } {
    if (this.#state === "gap") {
      this.#held = this.#held.trimStart();
      if (this.#held !== "") this.#state = "text";
    }
    if (this.#state !== "text") return { text: "", retracts: false };
    if (!this.#mayClose) return { text: this.#take(this.#held.length), retracts: false };
    const at = this.#held.indexOf(closing);
    if ((this.#before + this.#held.slice(0, at < 0 ? undefined : at)).includes(opening)) {
      this.#mayClose = false; // It belongs to an opening tag that is text itself.
      return { text: this.#take(this.#held.length), retracts: false };
    }
    if (at < 0) {
      const kept = isWhole ? 0 : partialEnd(this.#held, closing);
      return { text: this.#takePlain(this.#held.length - kept), retracts: false };
    }
    return this.#readClosing(at, isWhole);
  }

  #readClosing(at: number, isWhole: boolean): { readonly text: string; readonly retracts: boolean } {
    const end = at + closing.length;
    if (end === this.#held.length && !isWhole) return { text: this.#takePlain(at), retracts: false };
    const around = ((at === 0 ? this.#before : this.#held[at - 1])?.at(-1) ?? "") + (this.#held[end] ?? "");
    if (/[`'"()[\]\\]/.test(around)) {
      const text = this.#takePlain(end);
      const more = this.#takeText(isWhole);
      return { text: text + more.text, retracts: more.retracts };
    }
    this.#mayClose = false;
    if (end === this.#held.length) return { text: this.#take(end).slice(0, at), retracts: false };
    this.#held = this.#held.slice(end);
    this.#state = "gap";
    return { text: this.#takeText(isWhole).text, retracts: true };
  }

  #takePlain(length: number): string {
    const text = this.#take(length);
    this.#before = (this.#before + text).slice(-opening.length);
    return text;
  }

  #take(length: number): string {
    const text = this.#held.slice(0, length);
    this.#held = this.#held.slice(length);
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
