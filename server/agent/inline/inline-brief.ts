import type { DiagnosticView } from "../../protocol/requests.ts";
import { inertLine } from "../../safety/untrusted-text.ts";
import { render } from "../prompts.ts";
import { cutIntoLines, type DocumentLines, textOf, windowAround } from "./document-lines.ts";
import type { EditedLines } from "./fit-replacement.ts";

export interface InlineBrief {
  readonly prompt: string;
  readonly material: string;
  /** As it is shown to the model. */
  readonly name: string;
  readonly languageId: string;
  readonly edited: EditedLines;
  /** Those in the edited lines. */
  readonly problems: readonly DiagnosticView[];
  /** Characters of the document that may be shown, the edited lines included. */
  readonly most: number;
  readonly clean: (text: string) => string;
}

const mostProblems = 40;

/** The request, and the document with the lines to be replaced marked: whole, or as much around them as fits. */
export function inlineBrief(brief: InlineBrief): string {
  const { edited, prompt, material, clean, problems, most } = brief;
  const { document, startLine, endLine } = edited;
  const { lines } = document;
  const shown = windowAround(document, startLine, endLine, most);
  const part = (from: number, to: number) => clean(textOf(document, from, to)).replace(/\n$/, "");
  const name = `${inertLine(brief.name)} (${inertLine(brief.languageId, 60)}), ${lines.length} lines`;
  const cut = shown.from > 0 || shown.to < lines.length ? `, of which ${shown.from + 1}-${shown.to} are shown` : "";
  return render("inline-brief", {
    task: prompt,
    material: material === "" ? "" : `\n${material}`,
    document: name + cut,
    before: shown.from < startLine ? part(shown.from, startLine) : "",
    mark: mark(edited),
    lines: part(startLine, endLine),
    after: endLine < shown.to ? part(endLine, shown.to) : "",
    problems: tell(problems, clean),
  });
}

function mark({ startLine, endLine }: EditedLines): string {
  if (startLine === endLine) return `===== NEW LINES GO HERE, BEFORE LINE ${startLine + 1} =====`;
  return `===== MARKED LINES ${startLine + 1}-${endLine}, TO BE REPLACED =====`;
}

function tell(problems: readonly DiagnosticView[], clean: (text: string) => string): string {
  if (problems.length === 0) return "";
  const lines = problems
    .slice(0, mostProblems)
    .map(({ line, severity, message }) => `line ${line + 1}: ${severity}: ${clean(message)}`);
  return `\nProblems that the editor reports in the marked lines:\n${lines.join("\n")}`;
}

/** Undefined when the lines are not lines of the document. */
export function editedLines(text: string, startLine: number, endLine: number): EditedLines | undefined {
  const document: DocumentLines = cutIntoLines(text);
  const last = document.lines.length;
  const isInsertion = startLine === endLine;
  if (startLine > endLine || endLine > last || (startLine === last && !isInsertion)) return undefined;
  // After the last line end stands an empty line: what is put behind it is put in its place.
  if (startLine === last && document.lines[last - 1] === "")
    return { document, startLine: last - 1, endLine: last - 1 };
  return { document, startLine, endLine };
}
