const longest = 400;

/**
 * A removed line as it is drawn in front of a blank one: spaces as no-break ones, which stay where they are; tabs as wide as
 * in the editor; control characters and those that turn the writing direction visible; long lines cut.
 */
export function drawnText(line: string, tabSize: number): string {
  let text = "";
  for (const character of line) {
    if (text.length >= longest) return `${text}…`;
    text += character === "\t" ? "\u00a0".repeat(tabSize - (text.length % tabSize)) : drawn(character);
  }
  return text;
}

function drawn(character: string): string {
  if (character === " ") return "\u00a0";
  return /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u.test(character) ? "\ufffd" : character;
}
