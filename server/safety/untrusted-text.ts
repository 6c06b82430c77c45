/** Text from files, tools and models, made harmless. Nothing is dropped silently: what was hidden becomes visible as `<U+200B>`. */
export interface InertText {
  readonly text: string;
  /** How many characters were made visible. More than none is worth telling the user. */
  readonly madeVisible: number;
}

// Controls except line feed and tab; formats (bidi, zero-width, tags, soft hyphen); line and paragraph separators; lone halves of pairs;
// variation selectors beyond the emoji one, fillers that draw nothing, and the noncharacters.
const dangerous =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115f\u1160\u2800\u3164\uffa0]|\u034f|[\u17b4\u17b5]|[\u180b-\u180f]|[\ufe00-\ufe0e]|[\u{e0100}-\u{e01ef}]|\p{Noncharacter_Code_Point}/gu;

/** For a model prompt: line feeds and tabs stay, `\r\n` becomes `\n`, everything invisible is spelled out. */
export function inertForModel(text: string): InertText {
  return inert(text.replaceAll("\r\n", "\n"), "\n\t");
}

/** For several lines on a terminal: no escape sequence, no control and no direction change gets through. */
export function inertForTerminal(text: string): string {
  return inert(text.replaceAll("\r\n", "\n"), "\n\t").text;
}

/** For one line, such as a file name or a title: line breaks and tabs are spelled out too, and what is too long is cut with its length shown. */
export function inertLine(text: string, maxLength = 300): string {
  const line = inert(text, "").text;
  if (line.length <= maxLength) return line;
  return `${line.slice(0, maxLength).toWellFormed()}… (${text.length} characters)`;
}

/** For an approval: the whole command, with every line break and every run of spaces that could hide its end made visible. */
export function inertCommand(command: string): string {
  const spelled = inert(command, "\n").text.replaceAll("\n", "⏎\n");
  return spelled.replace(/[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]{4,}/g, (run) => `␠×${run.length} `);
}

function inert(text: string, kept: string): InertText {
  let madeVisible = 0;
  const visible = text.replace(dangerous, (character) => {
    if (kept.includes(character)) return character;
    madeVisible += 1;
    return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`;
  });
  return { text: visible, madeVisible };
}
