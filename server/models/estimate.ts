import type { ChatRequest, Message, ToolSpec } from "./chat.ts";

/** Tokens that a text likely has: about four bytes of English or code each, and fewer of other scripts. Never a bound. */
export function estimateTokens(text: string): number {
  const { ascii, other } = countBytes(text);
  return Math.ceil(ascii / 4 + other / 2.5);
}

/** Tokens that a whole request likely has. */
export function estimateRequest(request: Omit<ChatRequest, "callId">): number {
  return totalOf(request, estimates);
}

/** Templates, role markers and the host's own tool preamble, in tokens, chosen far above what is usual. */
const perRequest = 1_000;
const perMessage = 16;
const perTool = 32;

/**
 * At least as many tokens as a host will count for the whole request, so that a reservation is not too small. Of ASCII text
 * two bytes are a token in the mean, but each digit may be one; of all other text each byte may be one.
 */
export function boundTokens(request: ChatRequest): number {
  const parts = request.messages.reduce((total, message) => total + partsOf(message), 0);
  return totalOf(request, bounds) + perRequest + parts * perMessage + request.tools.length * perTool;
}

/** A way of counting, with what was counted before: a conversation only grows, and its messages never change. */
interface Counting {
  readonly count: (text: string) => number;
  readonly known: WeakMap<object, number>;
}

const estimates: Counting = { count: estimateTokens, known: new WeakMap() };
const bounds: Counting = { count: boundOfText, known: new WeakMap() };

function totalOf(request: Omit<ChatRequest, "callId">, counting: Counting): number {
  const { system, tools, messages } = request;
  return [...tools, ...messages].reduce((total, part) => total + counted(part, counting), counting.count(system));
}

function counted(part: ToolSpec | Message, { count, known }: Counting): number {
  const tokens = known.get(part) ?? count(JSON.stringify(part, withoutDoubles));
  known.set(part, tokens);
  return tokens;
}

function boundOfText(text: string): number {
  const { ascii, digits, other } = countBytes(text);
  return Math.ceil((ascii - digits) / 2) + digits + other;
}

/** Arguments go over the wire once, though a message holds them as text and as a value. */
function withoutDoubles(key: string, value: unknown): unknown {
  return key === "argumentsText" ? undefined : value;
}

/**
 * Fewer tokens than any known tokenizer makes of a text. Runs of one character count once, because long runs of spaces
 * and dashes are single tokens.
 */
export function leastTokens(text: string): number {
  return Math.floor(text.replaceAll(/(.)\1{3,}/gsu, "$1").length / 8);
}

function partsOf(message: Message): number {
  switch (message.role) {
    case "user":
      return 1;
    case "assistant":
      return 1 + message.thinking.length + message.toolCalls.length;
    case "tool":
      return 1 + message.results.length;
  }
}

interface ByteCounts {
  readonly ascii: number;
  /** Part of `ascii`. */
  readonly digits: number;
  readonly other: number;
}

function countBytes(text: string): ByteCounts {
  let ascii = 0;
  let digits = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 128) ascii++;
    if (unit >= 48 && unit <= 57) digits++;
  }
  return { ascii, digits, other: Buffer.byteLength(text, "utf8") - ascii };
}
