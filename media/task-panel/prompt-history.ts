/** Earlier prompts, newest first, and where one stands while going through them. */
export interface PromptHistory {
  readonly prompts: readonly string[];
  /** -1: in the draft, not in the past. */
  readonly at: number;
}

const mostPrompts = 50;
/** A larger prompt is not kept: the window's memory is small. */
const longestKept = 20_000;

export function remember(history: PromptHistory, prompt: string): PromptHistory {
  if (prompt.length > longestKept) return { ...history, at: -1 };
  return { prompts: [prompt, ...history.prompts.filter((it) => it !== prompt)].slice(0, mostPrompts), at: -1 };
}

/** One step back in time; undefined when there is nothing older. */
export function older(history: PromptHistory): PromptHistory | undefined {
  return history.at + 1 < history.prompts.length ? { ...history, at: history.at + 1 } : undefined;
}

/** One step towards the draft, which is the empty box; undefined when one stands there. */
export function newer(history: PromptHistory): PromptHistory | undefined {
  return history.at >= 0 ? { ...history, at: history.at - 1 } : undefined;
}

export function promptAt(history: PromptHistory): string {
  return history.prompts[history.at] ?? "";
}
