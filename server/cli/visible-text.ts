/** Controls but tab and newline, format characters that hide or reorder text, lone surrogates, line separators. */
const hidden = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Untrusted text that can be shown on a terminal: what would steer it or hide in it is written out, such as `\u001b`. */
export function visible(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(hidden, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
  });
}

/** The same on one line: runs of white space become one space. */
export function visibleLine(text: string): string {
  return visible(text.replace(/\s+/g, " ").trim());
}
