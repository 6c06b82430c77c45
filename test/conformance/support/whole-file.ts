import type { FileEdit, ParsedEdits } from "../../../server/workspace/edits/file-edit.ts";
import { closesFence, opensFence } from "../../../server/workspace/edits/formats/fence.ts";
import { bareName } from "../../../server/workspace/edits/formats/file-name.ts";

/** How sure it is that a listing is the whole text of a file: it stands under its name; the prose before names it; there is only one file. */
type Source = "name" | "prose" | "only-file";

interface Listing {
  readonly path: string;
  readonly source: Source;
  readonly text: string;
}

/** Fenced listings of whole files, as some products ask for them; ours asks for calls of `write_file`. Where several could be one file's text, the one that names it most plainly counts. */
export function parseWholeFiles(reply: string, known: readonly string[]): ParsedEdits {
  const lines = reply.replaceAll("\r\n", "\n").split("\n");
  const listings: Listing[] = [];
  let unnamed = false;
  let inProse: string | undefined;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (!opensFence(line)) {
      inProse = mentioned(line, known) ?? inProse;
      continue;
    }
    const close = lines.findIndex((other, index) => index > at && closesFence(other, line));
    if (close < 0) return { kind: "malformed", because: "A listing has no closing fence, so the file may be cut off." };
    const text = lines
      .slice(at + 1, close)
      .map((other) => `${other}\n`)
      .join("");
    const owner = ownerOf(lines[at - 1] ?? "", inProse, known);
    if (owner === undefined) unnamed = true;
    else listings.push({ ...owner, text });
    inProse = undefined;
    at = close;
  }
  if (unnamed && listings.length === 0) {
    return { kind: "malformed", because: "A listing has no file name: write the path on the line before its fence." };
  }
  return { kind: "edits", files: mostReliable(listings) };
}

function ownerOf(
  above: string,
  inProse: string | undefined,
  known: readonly string[],
): { readonly path: string; readonly source: Source } | undefined {
  const name = bareName(above);
  const path = knownFile(name, known);
  const looksLikePath = name !== "" && name.length <= 250 && !/\s/.test(name) && /[./]/.test(name);
  if (known.includes(path) || looksLikePath) return { path, source: "name" };
  if (inProse !== undefined) return { path: inProse, source: "prose" };
  const [only, second] = known;
  return only !== undefined && second === undefined ? { path: only, source: "only-file" } : undefined;
}

/** The known file that is meant, or the name itself. */
function knownFile(name: string, known: readonly string[]): string {
  const lastPart = (path: string) => path.slice(path.lastIndexOf("/") + 1);
  const named = known.filter((file) => lastPart(file) === lastPart(name));
  return known.includes(name) || named.length !== 1 ? name : (named[0] ?? name);
}

function mentioned(line: string, known: readonly string[]): string | undefined {
  const words = line.split(/\s+/).map((word) => word.replace(/[.:,;!]+$/, ""));
  return known.findLast((file) => words.includes(`\`${file}\``));
}

function mostReliable(listings: readonly Listing[]): readonly FileEdit[] {
  const files = new Map<string, string>();
  for (const source of ["name", "prose", "only-file"] as const) {
    for (const listing of listings) {
      if (listing.source === source && !files.has(listing.path)) files.set(listing.path, listing.text);
    }
  }
  return [...files].map(([path, text]) => ({ kind: "write", path, text }));
}
