import type { ChatRequest, Message } from "./chat.ts";

/** Tokens that a text likely has: about four bytes of English or code each, and fewer of other scripts. Never a bound. */
export function estimateTokens(text: string): number {
  const { ascii, other } = countBytes(text);
  return Math.ceil(ascii / 4 + other / 2.5);
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
  const texts = [
    request.system,
    ...request.tools.map((tool) => JSON.stringify(tool)),
    ...request.messages.map((message) => JSON.stringify(message, withoutDoubles)),
  ];
  const content = texts.reduce((total, text) => {
    const { ascii, digits, other } = countBytes(text);
    return total + Math.ceil((ascii - digits) / 2) + digits + other;
  }, 0);
  const parts = request.messages.reduce((total, message) => total + partsOf(message), 0);
  return content + perRequest + parts * perMessage + request.tools.length * perTool;
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
