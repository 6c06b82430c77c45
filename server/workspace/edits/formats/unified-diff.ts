import type { FileEdit, ParsedEdits } from "../file-edit.ts";
import { closesFence, opensFence } from "./fence.ts";
import { changesSomething, type HunkText, readHunkHeader, toBlock, trimHunk } from "./hunk.ts";

/** A hunk and the file it is for. Paths are undefined for `/dev/null`, both where no file is named. */
export interface FileHunk extends HunkText {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/**
 * Unified diffs as models write them: line numbers may be wrong or missing, context lines may lack their space, prose and
 * Markdown fences may stand around. Within a fence only the fence counts, so that prose never becomes context.
 */
export function parseUnifiedDiff(reply: string, path?: string): ParsedEdits {
  const files = new Map<string, FileHunk[]>();
  for (const hunk of readHunks(reply)) {
    const name = hunk.to ?? hunk.from ?? path;
    if (name === undefined)
      return { kind: "malformed", because: "A hunk names no file: write --- and +++ lines above it." };
    files.set(path ?? name, [...(files.get(path ?? name) ?? []), hunk]);
  }
  return { kind: "edits", files: [...files].map(([name, hunks]) => toFileEdit(name, hunks)) };
}

function toFileEdit(path: string, hunks: readonly FileHunk[]): FileEdit {
  const [first] = hunks;
  if (first?.from !== undefined && first.to === undefined) return { kind: "delete", path };
  const blocks = hunks.map(toBlock);
  const [only] = blocks;
  if (
    first?.from === undefined &&
    first?.to !== undefined &&
    only !== undefined &&
    blocks.length === 1 &&
    only.old === ""
  ) {
    return { kind: "update", path, blocks: [{ old: "", new: only.new }], inOrder: true };
  }
  const { from, to } = first ?? {};
  const isMoved = from !== undefined && to !== undefined && from !== to;
  const update = { kind: "update", path: isMoved ? from : path, blocks, inOrder: true } as const;
  return isMoved ? { ...update, moveTo: to } : update;
}

/** Every hunk that changes something, in order. */
export function readHunks(reply: string): readonly FileHunk[] {
  const lines = reply.replaceAll("\r\n", "\n").split("\n");
  const fenced = lines.some((line) => /^\s*(?:`{3,}|~{3,})diff\b/.test(line));
  const parts = fenced ? fencedParts(lines) : [lines];
  return parts.flatMap(hunksIn).filter((hunk) => changesSomething(hunk.lines));
}

function fencedParts(lines: readonly string[]): readonly (readonly string[])[] {
  const parts: (readonly string[])[] = [];
  for (let at = 0; at < lines.length; at++) {
    const open = lines[at] ?? "";
    if (!opensFence(open)) continue;
    const close = lines.findIndex((line, index) => index > at && closesFence(line, open));
    const end = close < 0 ? lines.length : close;
    if (/diff\b/.test(open)) parts.push(lines.slice(at + 1, end));
    at = end;
  }
  return parts;
}

function hunksIn(lines: readonly string[]): readonly FileHunk[] {
  const hunks: FileHunk[] = [];
  let from: string | undefined;
  let to: string | undefined;
  let body: string[] | undefined;
  let header: ReturnType<typeof readHunkHeader>;
  const end = () => {
    if (body === undefined) return;
    const anchors = header?.anchor === undefined ? [] : [header.anchor];
    const hunk = { from, to, anchors, lines: trimHunk(body) };
    const claimedLine = header?.claimedLine;
    hunks.push(claimedLine === undefined ? hunk : { ...hunk, claimedLine });
    body = undefined;
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const next = readHunkHeader(line);
    if (next !== undefined) {
      end();
      header = next;
      body = [];
    } else if (namesFiles(lines, at, body !== undefined)) {
      end();
      [from, to] = pathsOf(line, lines[at + 1] ?? "");
      header = undefined;
      body = readHunkHeader(lines[at + 2] ?? "") === undefined ? [] : undefined;
      at++;
    } else if (/^(?:diff --git |Index: )/.test(line)) {
      end();
    } else if (!line.startsWith("\\ No newline")) {
      body?.push(line);
    }
  }
  end();
  return hunks;
}

/** Inside a hunk the two lines could also be a removed `-- …` and an added `++ …`: then no hunk header follows. */
function namesFiles(lines: readonly string[], at: number, inHunk: boolean): boolean {
  if (!lines[at]?.startsWith("--- ") || !lines[at + 1]?.startsWith("+++ ")) return false;
  return !inHunk || readHunkHeader(lines[at + 2] ?? "") !== undefined;
}

function pathsOf(minus: string, plus: string): readonly [string | undefined, string | undefined] {
  const [from, to] = [minus, plus].map((line) => line.slice(4).split("\t", 1)[0]?.trim() ?? "");
  const hasPrefixes = (/^a\//.test(from ?? "") || from === nothing) && (/^b\//.test(to ?? "") || to === nothing);
  const path = (name: string | undefined) => {
    if (name === undefined || name === "" || name === nothing) return undefined;
    return hasPrefixes ? name.slice(2) : name;
  };
  return [path(from), path(to)];
}

const nothing = "/dev/null";
