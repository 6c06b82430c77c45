import type { DialectName } from "../../server/models/endpoint.ts";

export interface ToolText {
  readonly name: string;
  readonly text: string;
}

/** A chat request in any dialect, as scripts see it. The server keeps no state between turns: all of this is in the request. */
export interface Conversation {
  readonly dialect: DialectName;
  readonly model: string;
  readonly system: string;
  /** The first user message. */
  readonly prompt: string;
  /** 1-based number of the answer that is asked for: assistant messages so far, plus one. */
  readonly turn: number;
  /** Tool results after the last assistant message; a user message there counts as one result without a name. */
  readonly lastTools: readonly ToolText[];
  readonly offersTools: boolean;
  readonly wantsUsage: boolean;
  readonly streams: boolean;
  readonly maxOutput: number | undefined;
  /** Tools, system prompt and messages as they came, piece after piece: tokens are counted from it. */
  readonly wire: string;
  /** Characters of `wire` that the host may serve from and write to its prompt cache. */
  readonly cacheable: number;
  readonly cacheFor1h: boolean;
  /** Ollama only: the context size that was asked for, and whether dropping messages is allowed. */
  readonly contextSize: number | undefined;
  readonly mayTruncate: boolean;
  /** Calls without a result and results without a call: real hosts refuse such a request. */
  readonly mistake: string | undefined;
}

export type ReadConversation =
  | { readonly kind: "conversation"; readonly conversation: Conversation }
  | { readonly kind: "bad-request"; readonly message: string };

export function pairingMistake(calls: readonly string[], results: readonly string[]): string | undefined {
  const unanswered = calls.filter((id) => !results.includes(id));
  if (unanswered.length > 0) return `tool calls without a result: ${unanswered.join(", ")}`;
  const unasked = results.filter((id) => !calls.includes(id));
  if (unasked.length > 0) return `tool results without a call: ${unasked.join(", ")}`;
  return undefined;
}
