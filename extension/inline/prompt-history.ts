const most = 50;
const longest = 10_000;

/** Newest first, each prompt once. Very long prompts are not kept. */
export function remember(history: readonly string[], prompt: string): readonly string[] {
  if (prompt.length > longest) return history;
  return [prompt, ...history.filter((one) => one !== prompt)].slice(0, most);
}

/** Going through earlier prompts; what was typed before comes back at the end. */
export class HistoryWalk {
  readonly #history: readonly string[];
  #at = -1;
  #typed = "";

  constructor(history: readonly string[]) {
    this.#history = history;
  }

  /** The prompt to show instead of the current text; undefined when there is none. */
  older(current: string): string | undefined {
    const prompt = this.#history[this.#at + 1];
    if (prompt === undefined) return undefined;
    if (this.#at === -1) this.#typed = current;
    this.#at++;
    return prompt;
  }

  newer(): string | undefined {
    if (this.#at === -1) return undefined;
    this.#at--;
    return this.#at === -1 ? this.#typed : this.#history[this.#at];
  }
}
