/** An `@` that is being typed, with what follows it up to the caret. */
export interface MentionText {
  readonly start: number;
  readonly end: number;
  readonly query: string;
}

const longestQuery = 200;

/** The mention that the caret stands in; undefined when it stands in none. An `@` inside a word, as in an address, is none. */
export function mentionAt(text: string, caret: number): MentionText | undefined {
  const from = Math.max(0, caret - longestQuery - 1);
  const match = /(?:^|[\s([{"'`])@(\S*)$/.exec(text.slice(from, caret));
  const query = match?.[1];
  if (query === undefined) return undefined;
  const start = caret - query.length - 1;
  return start === from && from > 0 ? undefined : { start, end: caret, query };
}

/** The text without the mention, which became a chip, and where the caret stands then. */
export function withoutMention(text: string, mention: MentionText): { readonly text: string; readonly caret: number } {
  const before = text.slice(0, mention.start);
  const after = text.slice(mention.end);
  const joined = /(^|\s)$/.test(before) ? after.replace(/^ /, "") : after;
  return { text: before + joined, caret: before.length };
}
