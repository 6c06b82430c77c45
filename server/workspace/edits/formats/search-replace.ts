import type { Block, FileEdit, ParsedEdits } from "../file-edit.ts";
import { fileNameAbove } from "./file-name.ts";
import { readCommand } from "./shell-command.ts";

/**
 * Blocks of what to search and what to put in its place, in either style:
 *
 *     path/to/file                          ------- SEARCH
 *     <<<<<<< SEARCH                        the lines that are there
 *     :start_line:12                        =======
 *     -------                               the lines to put there
 *     the lines that are there              +++++++ REPLACE
 *     =======
 *     the lines to put there
 *     >>>>>>> REPLACE
 *
 * The file name and what lies between `SEARCH` and `-------` may be missing. A marker that is content has a `\` before it.
 */
interface Style {
  readonly search: RegExp;
  readonly divider: RegExp;
  readonly replace: RegExp;
  readonly escaped: RegExp;
  readonly verbatim: boolean;
}

const angle: Style = {
  search: /^<{5,} SEARCH>?\s*$/,
  divider: /^={5,}\s*$/,
  replace: /^>{5,} REPLACE\s*$/,
  escaped: /^\\(?=<{5,}|={5,}|>{5,}|-{5,}|:(?:start|end)_line:)/,
  verbatim: false,
};
/** Where models learned this style, new lines go in as written and a marker has nothing behind it. */
const dashPlus: Style = {
  search: /^-{3,} SEARCH>?$/,
  divider: /^={3,}$/,
  replace: /^\+{3,} REPLACE>?$/,
  escaped: /^\\(?=-{3,}|={3,}|\+{3,})/,
  verbatim: true,
};
const styles = [angle, dashPlus] as const;

export type ReplyPart =
  | { readonly kind: "block"; readonly path: string | undefined; readonly block: Block }
  /** A command that the reply suggests. It is no edit, and nothing here runs it. */
  | { readonly kind: "command"; readonly text: string };

export type ParsedReply =
  | { readonly kind: "parts"; readonly parts: readonly ReplyPart[] }
  | { readonly kind: "malformed"; readonly because: string };

export interface BlockOptions {
  /** Files that a name in the reply may mean. */
  readonly known?: readonly string[];
  /** The file of blocks without a name. Without it, such a block is malformed. */
  readonly path?: string;
}

/** All blocks of a reply for one file or several. One broken block makes all of it malformed: what it meant is not known. */
export function parseSearchReplace(reply: string, options: BlockOptions): ParsedEdits {
  const parsed = readReply(reply, options);
  if (parsed.kind === "malformed") return parsed;
  const byPath = new Map<string, Block[]>();
  for (const part of parsed.parts) {
    if (part.kind === "command") continue;
    const path = part.path ?? "";
    byPath.set(path, [...(byPath.get(path) ?? []), part.block]);
  }
  const files = [...byPath].map(([path, blocks]): FileEdit => ({ kind: "update", path, blocks, inOrder: false }));
  return { kind: "edits", files };
}

export function readReply(reply: string, { known = [], path }: BlockOptions): ParsedReply {
  const lines = reply.replaceAll("\r\n", "\n").split("\n");
  const parts: ReplyPart[] = [];
  let current = path;
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? "";
    const style = styles.find((one) => one.search.test(line));
    const command = style === undefined ? readCommand(lines, at, opensBlock) : undefined;
    if (command !== undefined) {
      parts.push({ kind: "command", text: command.text });
      at = command.end;
      continue;
    }
    if (style === undefined) {
      if (styles.some((one) => one.replace.test(line)))
        return malformed(at, "there is no SEARCH line that begins the block");
      at++;
      continue;
    }
    const read = readBlock(lines, at, style);
    if (read.kind === "malformed") return read;
    const above = lines.slice(Math.max(0, at - 3), at).toReversed();
    current = path ?? fileNameAbove(above, read.block.old === "" ? [] : known) ?? current;
    if (current === undefined) return malformed(at, "the block has no file name: write the path on the line before it");
    parts.push({ kind: "block", path: current, block: read.block });
    at = read.end;
  }
  return { kind: "parts", parts };
}

function opensBlock(line: string): boolean {
  return styles.some((style) => style.search.test(line));
}

type ReadBlock =
  | { readonly kind: "block"; readonly block: Block; readonly end: number }
  | { readonly kind: "malformed"; readonly because: string };

function readBlock(lines: readonly string[], start: number, style: Style): ReadBlock {
  const isMarker = (line: string) => style.search.test(line) || style.divider.test(line) || style.replace.test(line);
  const head = readHead(lines, start + 1);
  const divider = findLine(lines, head.end, isMarker);
  if (!style.divider.test(lines[divider] ?? "")) return malformed(start, "its search has no ======= line at its end");
  const isDoubled = style.divider.test(lines[divider + 1] ?? "") && style.replace.test(lines[divider + 2] ?? "");
  const end = isDoubled ? divider + 2 : findLine(lines, divider + 1, isMarker);
  if (!style.replace.test(lines[end] ?? "")) return malformed(start, "it has no REPLACE line at its end");
  const text = (from: number, to: number) =>
    lines
      .slice(from, to)
      .map((line) => `${line.replace(style.escaped, "")}\n`)
      .join("");
  const block = {
    old: text(head.end, divider),
    new: isDoubled ? "" : text(divider + 1, end),
    verbatim: style.verbatim,
  };
  return { kind: "block", block: head.line === undefined ? block : { ...block, line: head.line }, end: end + 1 };
}

function findLine(lines: readonly string[], from: number, test: (line: string) => boolean): number {
  const index = lines.findIndex((line, at) => at >= from && test(line));
  return index < 0 ? lines.length : index;
}

/** `:start_line:12`, `:end_line:14` and a line of dashes, each of which may be missing. */
function readHead(lines: readonly string[], from: number): { readonly line: number | undefined; readonly end: number } {
  let line: number | undefined;
  let at = from;
  for (; ; at++) {
    const hint = /^:(start|end)_line:\s*(\d+)\s*$/.exec(lines[at] ?? "");
    if (hint === null) break;
    if (hint[1] === "start") line = Number(hint[2]);
  }
  if (/^-{5,}\s*$/.test(lines[at] ?? "") && at > from) at++;
  else if (/^-{7}\s*$/.test(lines[at] ?? "")) at++;
  return { line: line === 0 ? undefined : line, end: at };
}

function malformed(at: number, what: string): { readonly kind: "malformed"; readonly because: string } {
  return { kind: "malformed", because: `Line ${at + 1} of the blocks: ${what}.` };
}
