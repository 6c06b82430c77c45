import type { FileEdit, ParsedEdits } from "../file-edit.ts";
import { type HunkText, readHunkHeader, toBlock, trimHunk } from "./hunk.ts";

/**
 *     *** Begin Patch
 *     *** Add File: PATH          then lines with +
 *     *** Delete File: PATH
 *     *** Update File: PATH       then hunks
 *     *** Move to: PATH           right below Update File
 *     @@ a line above the place   several of them go from the outside in; the text may be missing
 *      context, -removed, +added
 *     *** End of File             the hunk stands at the end
 *     *** End Patch
 *
 * More lenient than where it comes from: the first and the last line may be missing, a shell or Markdown wrapper may stand
 * around it, headers may be indented.
 */
export function parseApplyPatch(patch: string): ParsedEdits {
  const reader = new PatchReader(bodyOf(patch.replaceAll("\r\n", "\n").split("\n")));
  const files: FileEdit[] = [];
  for (let read = reader.next(); read !== undefined; read = reader.next()) {
    if (read.kind === "malformed") return read;
    if (files.some((file) => file.path === read.path)) {
      return malformed(`${read.path} stands in it twice. Put all hunks of a file under one header.`);
    }
    files.push(read);
  }
  return { kind: "edits", files };
}

/** From `*** Begin Patch` to `*** End Patch`, as far as they are there. */
function bodyOf(lines: readonly string[]): readonly string[] {
  const begin = lines.findIndex((line) => line.trim() === "*** Begin Patch");
  const first = lines.findIndex((line, index) => index > begin && /^\s*\*\*\*/.test(line));
  const start = begin >= 0 ? begin + 1 : Math.max(first, 0);
  const end = lines.findLastIndex((line) => line.trim() === "*** End Patch");
  return lines.slice(start, end < 0 ? lines.length : end);
}

type Read = FileEdit | { readonly kind: "malformed"; readonly because: string };

class PatchReader {
  readonly #lines: readonly string[];
  #at = 0;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  next(): Read | undefined {
    while (this.#line?.trim() === "") this.#at++;
    const line = this.#line;
    if (line === undefined) return undefined;
    const header = /^\*\*\* (Add|Delete|Update) File: *(\S.*)$/.exec(line.trim());
    const path = header?.[2];
    if (path === undefined) return malformed(`${JSON.stringify(line)} is no header of a file.`);
    this.#at++;
    switch (header?.[1]) {
      case "Add":
        return this.#readAdded(path);
      case "Delete":
        return { kind: "delete", path };
      default:
        return this.#readUpdate(path);
    }
  }

  get #line(): string | undefined {
    return this.#lines[this.#at];
  }

  #readAdded(path: string): Read {
    const added: string[] = [];
    for (let line = this.#line; line !== undefined && !isHeader(line); line = this.#line) {
      if (line !== "" && !line.startsWith("+")) return malformed(`A line of the new file ${path} has no + before it.`);
      added.push(line);
      this.#at++;
    }
    return {
      kind: "write",
      path,
      text: trimHunk(added)
        .map((line) => `${line.slice(1)}\n`)
        .join(""),
    };
  }

  #readUpdate(path: string): Read {
    const moveTo = /^\*\*\* Move to: *(\S.*)$/.exec(this.#line?.trim() ?? "")?.[1];
    if (moveTo !== undefined) this.#at++;
    const hunks: HunkText[] = [];
    while (this.#line !== undefined && !isHeader(this.#line)) {
      if (this.#line === "" && hunks.length === 0) this.#at++;
      else hunks.push(this.#readHunk());
    }
    const filled = hunks.filter((hunk) => hunk.lines.length > 0);
    if (filled.length === 0 && moveTo === undefined) return malformed(`The update of ${path} has no hunk.`);
    const update = { kind: "update", path, blocks: filled.map(toBlock), inOrder: true } as const;
    return moveTo === undefined ? update : { ...update, moveTo };
  }

  #readHunk(): HunkText {
    const anchors: string[] = [];
    for (
      let header = readHunkHeader(this.#line ?? "");
      header !== undefined;
      header = readHunkHeader(this.#line ?? "")
    ) {
      if (header.anchor !== undefined) anchors.push(header.anchor);
      this.#at++;
    }
    const lines: string[] = [];
    for (let line = this.#line; line !== undefined; line = this.#line) {
      if (isHeader(line) || line.startsWith("@@")) break;
      this.#at++;
      if (line.trimEnd() === "*** End of File") return { lines: trimHunk(lines), anchors, atEnd: true };
      lines.push(line);
    }
    return { lines: trimHunk(lines), anchors };
  }
}

/** Inside a hunk an indented header is context. */
function isHeader(line: string): boolean {
  return line.startsWith("***") && line.trimEnd() !== "*** End of File";
}

function malformed(because: string): { readonly kind: "malformed"; readonly because: string } {
  return { kind: "malformed", because };
}
