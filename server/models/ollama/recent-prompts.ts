import type { ChatRequest } from "../chat.ts";
import { leastTokens } from "../estimate.ts";

const kept = 8;

interface Prompt {
  readonly target: string;
  readonly text: string;
}

/**
 * The prompts of the last calls that were read whole. Some servers count only what their prefix cache did not hold, so a
 * small count after such a prompt is no sign of truncation.
 */
export class RecentPrompts {
  #prompts: readonly Prompt[] = [];

  /** Fewer prompt tokens than this can't be the whole prompt. */
  leastFor(request: ChatRequest): number {
    const text = promptOf(request);
    const earlier = this.#prompts.filter((each) => each.target === request.target.id);
    const shared = Math.max(0, ...earlier.map((each) => commonPrefix(each.text, text)));
    return leastTokens(text.slice(shared));
  }

  remember(request: ChatRequest): void {
    this.#prompts = [{ target: request.target.id, text: promptOf(request) }, ...this.#prompts].slice(0, kept);
  }
}

function promptOf({ system, messages }: ChatRequest): string {
  return [system, ...messages.map((message) => JSON.stringify(message))].join("\n");
}

function commonPrefix(left: string, right: string): number {
  const most = Math.min(left.length, right.length);
  let length = 0;
  while (length < most && left.charCodeAt(length) === right.charCodeAt(length)) length++;
  return length;
}
