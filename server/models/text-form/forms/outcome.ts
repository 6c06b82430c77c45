/** What markup at a place of the text turns out to be. */
export type BlockOutcome =
  | { readonly kind: "calls"; readonly calls: readonly WrittenCall[]; readonly end: number }
  /** Reasoning that the model marked as such. */
  | { readonly kind: "thinking"; readonly text: string; readonly end: number }
  /** A mark that only separates; what follows it is ordinary text again. */
  | { readonly kind: "mark"; readonly end: number }
  /** More must come before it is clear. `name` is that of the call, once it is known. */
  | { readonly kind: "incomplete"; readonly name: string | undefined }
  | { readonly kind: "no-call" };

/** `error` is a sentence for the model. */
export type WrittenCall =
  | { readonly kind: "call"; readonly name: string; readonly values: Values }
  | { readonly kind: "broken"; readonly name: string; readonly error: string };

export type Values =
  /** Raw texts in the order in which they came; a key may come twice. */
  { readonly kind: "texts"; readonly entries: readonly RawValue[] } | { readonly kind: "json"; readonly text: string };

export interface RawValue {
  readonly key: string;
  readonly text: string;
  /** The model said that the text is JSON. */
  readonly isJson: boolean;
}

/** One way in which models write calls. */
export interface Form {
  /** Literal texts with which it begins. */
  readonly openers: readonly string[];
  /** Literal texts with which it may end; a held block is worth reading again only when one is new. */
  readonly closers: readonly string[];
  /**
   * Control tokens, which a model writes only to act: they are never shown, and a call of an unknown tool is still a call.
   * Other markup that names no known tool is text.
   */
  readonly isControl: boolean;
  /** Reads the block that begins at the start of `text`. `isWhole`: nothing more will come. */
  read(text: string, isWhole: boolean): BlockOutcome;
}

export function oneCall(name: string, values: Values, end: number): BlockOutcome {
  return { kind: "calls", calls: [{ kind: "call", name, values }], end };
}

export function brokenCall(name: string, error: string, end: number): BlockOutcome {
  return { kind: "calls", calls: [{ kind: "broken", name, error }], end };
}

export const unreadable =
  "The arguments can't be read: write each one in its own tags and nothing between them. Send the call again.";
export const notClosed = "The call was not closed, so its arguments are not complete. Send the call again.";
export const notJson = "The arguments are not one JSON object. Send the call again.";

export function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at] ?? "")) at++;
  return at;
}

/** Whether `text` from `at` on may still become `mark`. */
export function mayBecome(text: string, at: number, mark: string): boolean {
  const rest = text.slice(at, at + mark.length);
  return rest.length < mark.length && mark.startsWith(rest);
}

export function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** A name that every host takes back. */
export function plainName(name: string): string {
  return (
    name
      .replaceAll(/[^\w-]+/g, "_")
      .replaceAll(/^_+|_+$/g, "")
      .slice(0, 64) || "unknown_tool"
  );
}
