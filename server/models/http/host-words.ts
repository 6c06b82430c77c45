import { z } from "zod";

/** What a host says of an error, wherever it puts it. Empty strings where it says nothing. */
export interface HostWords {
  readonly message: string;
  readonly code: string;
  readonly type: string;
  /** Everything it said, for recognising errors by their text. */
  readonly raw: string;
}

const text = z.union([z.string(), z.number()]).transform(String).nullish().catch(undefined);
const inner = z.looseObject({
  message: text,
  code: text,
  type: text,
  metadata: z.looseObject({ raw: text }).nullish().catch(undefined),
});
const outer = z.looseObject({
  error: z.union([z.string(), inner]).nullish().catch(undefined),
  message: text,
  detail: text,
  code: text,
  type: text,
});

export function readHostWords(body: string): HostWords {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { message: withoutMarkup(body), code: "", type: "", raw: body }; // A proxy's page or plain text.
  }
  return wordsOf(value);
}

/** Of a parsed body, or of a stream's event. */
export function wordsOf(value: unknown): HostWords {
  const raw = JSON.stringify(value) ?? "";
  const parsed = outer.safeParse(Array.isArray(value) ? value[0] : value);
  if (!parsed.success) return { message: "", code: "", type: "", raw };
  const { error, ...top } = parsed.data;
  const own = typeof error === "string" ? { message: error } : (error ?? {});
  const given = inner.parse({ ...own });
  const detail = given.metadata?.raw;
  const message = given.message ?? top.message ?? top.detail ?? "";
  return {
    message: detail ? `${message}: ${detail}` : message,
    code: given.code ?? top.code ?? "",
    type: given.type ?? top.type ?? "",
    raw,
  };
}

function withoutMarkup(body: string): string {
  return /<html|<!doctype/i.test(body.slice(0, 200)) ? "" : body;
}

const longestQuote = 300;

/** A host's own words inside a message of ours: one line, bounded, without control characters and without anything like a key. */
export function quote(message: string): string {
  const plain = message
    .replaceAll(/\p{C}+|\s+/gu, " ")
    .replaceAll(/\b(sk|pk|key|gsk|xai)[-_][\w*.…-]{6,}/gi, "[key]")
    .replaceAll(/\bBearer\s+\S+/gi, "Bearer [key]")
    .trim();
  if (plain === "") return "";
  return ` It says: "${plain.length > longestQuote ? `${plain.slice(0, longestQuote)}…` : plain}"`;
}
