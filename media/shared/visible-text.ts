// The same characters as the server makes visible: controls except line feed and tab; formats (bidi, zero-width, tags, soft
// hyphen); line and paragraph separators; lone halves of pairs; variation selectors beyond the emoji one, fillers that draw
// nothing, and the noncharacters.
const hidden =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115f\u1160\u2800\u3164\uffa0]|\u034f|[\u17b4\u17b5]|[\u180b-\u180f]|[\ufe00-\ufe0e]|[\u{e0100}-\u{e01ef}]|\p{Noncharacter_Code_Point}/gu;

/** Untrusted text of several lines: what could hide in it or turn its direction is spelled out, as in `<U+202E>`. */
export function visibleText(text: string): string {
  return spelled(text.replaceAll("\r\n", "\n"), "\n\t");
}

/** The same on one line: runs of white space become one space. */
export function visibleLine(text: string): string {
  return spelled(text.replace(/\s+/g, " ").trim(), "");
}

/** A command that is agreed to: every line break, and every run of spaces that could hide its end, can be seen. */
export function visibleCommand(command: string): string {
  return spelled(command, "\n")
    .replaceAll("\n", "⏎\n")
    .replace(/[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]{4,}/g, (run) => `␠×${run.length} `);
}

function spelled(text: string, kept: string): string {
  return text.replace(hidden, (character) => {
    if (kept.includes(character)) return character;
    return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`;
  });
}
