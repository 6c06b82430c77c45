/** A text as it is, in Markdown that knows tables and theme icons. A line break would end a cell. */
export function markdownText(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[^\p{L}\p{N} ]/gu, (character) => `&#${character.codePointAt(0)};`);
}
