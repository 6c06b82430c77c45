import type { Block } from "./file-edit.ts";
import { linesOf } from "./line-search.ts";

/** Models like to begin or end a block with an empty line that the file doesn't have there. */
export function withoutBlankEdges(block: Block): Block | undefined {
  const old = trimBlankEdges(block.old);
  return old === block.old || old === "" ? undefined : { ...block, old, new: trimBlankEdges(block.new) };
}

function trimBlankEdges(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, "").replace(/\n(?:[ \t]*\n)+$/, "\n");
}

const numbered = /^ *(\d+)(?:\t| ?\| ?)/;

/** Models copy the line numbers with which files are shown to them. They are no part of the file, but say where to look. */
export function withoutLineNumbers(block: Block): Block | undefined {
  const old = linesOf(block.old);
  const wanted = linesOf(block.new);
  if (!haveNumbers(old) || !(wanted.length === 0 || haveNumbers(wanted))) return undefined;
  const first = Number(numbered.exec(old[0] ?? "")?.[1]);
  return { ...block, old: strip(old), new: strip(wanted), line: block.line ?? first };
}

function haveNumbers(lines: readonly string[]): boolean {
  return lines.length > 0 && lines.every((line) => numbered.test(line));
}

function strip(lines: readonly string[]): string {
  return lines.map((line) => `${line.replace(numbered, "")}\n`).join("");
}
