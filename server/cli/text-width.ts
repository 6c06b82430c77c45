const wide =
  /^(?:\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}|[\u3000-\u303f\uff01-\uff60\uffe0-\uffe6])/u;
const invisible = /^(?:\p{M}|\p{Cf})+$/u;
const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

function graphemeWidth(grapheme: string): number {
  if (invisible.test(grapheme)) return 0;
  return wide.test(grapheme) || grapheme.includes("\u{fe0f}") ? 2 : 1;
}

/** Columns that plain text (no escapes) takes on a terminal. */
export function textWidth(text: string): number {
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += graphemeWidth(segment);
  return width;
}

/** At most `columns` wide; `ellipsis` stands for what was cut. */
export function truncate(text: string, columns: number, ellipsis = "…"): string {
  if (textWidth(text) <= columns) return text;
  const room = columns - textWidth(ellipsis);
  if (room < 0) return "";
  return takeColumns(text, room).trimEnd() + ellipsis;
}

function takeColumns(text: string, columns: number): string {
  let taken = "";
  let width = 0;
  for (const { segment } of segmenter.segment(text)) {
    width += graphemeWidth(segment);
    if (width > columns) break;
    taken += segment;
  }
  return taken;
}

export function padRight(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - textWidth(text)));
}

export function padLeft(text: string, columns: number): string {
  return " ".repeat(Math.max(0, columns - textWidth(text))) + text;
}

/** Breaks plain text at spaces (inside words only where a word is wider than the line). Keeps its own line breaks. */
export function wrap(text: string, columns: number): readonly string[] {
  const width = Math.max(1, columns);
  return text.split("\n").flatMap((line) => wrapLine(line, width));
}

function wrapLine(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = line;
  while (textWidth(rest) > width) {
    const head = takeColumns(rest, width) || [...rest].slice(0, 1).join("");
    const space = head.lastIndexOf(" ");
    const cut = space > 0 && rest[head.length] !== " " ? space : head.length;
    lines.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return [...lines, rest];
}
