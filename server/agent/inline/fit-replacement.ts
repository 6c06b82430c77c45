import { type DocumentLines, textOf } from "./document-lines.ts";

/** The lines that an inline edit replaces: 0-based, `endLine` excluded, equal for an insertion before `startLine`. */
export interface EditedLines {
  readonly document: DocumentLines;
  readonly startLine: number;
  readonly endLine: number;
}

/** What a model's answer becomes in the document: its line ends, the indentation of what it replaces, and the same last line end. */
export function fitReplacement(answer: string, edited: EditedLines): string {
  const { document, startLine, endLine } = edited;
  if (answer === "") return "";
  const { lineEnd } = document;
  const text = indented(visibleAgain(answer, textOf(document, 0, document.lines.length)), edited).replaceAll(
    "\n",
    lineEnd,
  );
  if (startLine === document.lines.length) return lineEnd + text;
  const isInsertion = startLine === endLine;
  const hadEnd = isInsertion || document.ends[endLine - 1] !== "";
  return hadEnd ? text + lineEnd : text;
}

/** What is put before each line while the answer streams, judged by its first line; `fitReplacement` has the last word. */
export function streamingIndent(firstLine: string, edited: EditedLines): string {
  return /^\s/.test(firstLine) ? "" : indentOfEdited(edited);
}

/** An answer that begins without indentation has lost it: on its first line only when all others are still as deep, else everywhere. */
function indented(answer: string, edited: EditedLines): string {
  const indent = indentOfEdited(edited);
  const lines = answer.split("\n");
  const first = lines.findIndex((line) => line.trim() !== "");
  if (indent === "" || first < 0 || /^\s/.test(lines[first] ?? "")) return answer;
  const others = lines.slice(first + 1).filter((line) => line.trim() !== "");
  const onlyFirst = others.length > 0 && others.every((line) => line.startsWith(indent));
  return lines
    .map((line, index) => (line.trim() === "" || (onlyFirst && index !== first) ? line : indent + line))
    .join("\n");
}

function indentOfEdited({ document, startLine, endLine }: EditedLines): string {
  const lines = document.lines.slice(startLine, endLine);
  const first = lines.find((line) => line.trim() !== "") ?? lines.find((line) => line !== "") ?? "";
  return /^\s*/.exec(first)?.[0] ?? "";
}

/** Characters that models are shown spelled out, such as `<U+200D>`, are themselves again if the document has them. */
function visibleAgain(answer: string, original: string): string {
  return answer.replace(/<U\+([0-9A-F]{4,6})>/g, (spelled, code: string) => {
    const number = Number.parseInt(code, 16);
    if (number > 0x10_ff_ff || original.includes(spelled)) return spelled;
    const character = String.fromCodePoint(number);
    return original.includes(character) ? character : spelled;
  });
}
