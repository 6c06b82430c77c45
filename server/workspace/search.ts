import { relative, sep } from "node:path";
import picomatch from "picomatch";
import { z } from "zod";
import type { Search, SearchMatch, SearchOutcome, SearchRequest } from "./ports.ts";
import { packagedRipgrep, type RipgrepEnd, type RunRipgrep } from "./ripgrep.ts";

const timeoutMs = 20_000;
const maxLineCharacters = 500;

const wireText = z.object({ text: z.string().optional(), bytes: z.base64().optional() });
const wireMatch = z.object({
  type: z.literal("match"),
  data: z.object({ path: wireText, lines: wireText, line_number: z.number() }),
});

/** Hidden files are searched, ignored ones, the insides of `.git`, binary files and files above 10 MB are not. Matches come in the order of paths. */
export function createSearch(ripgrep: RunRipgrep): Search {
  return async (root, request, signal) => {
    const wanted = request.glob === undefined ? () => true : globFilter(request.glob);
    const matches: SearchMatch[] = [];
    let truncated = false;
    const end = await ripgrep(
      {
        args: argumentsFor(request),
        cwd: root,
        timeoutMs,
        separator: "\n",
        onPiece(piece) {
          const match = readMatch(root, piece);
          if (match === undefined || !wanted(match.path)) return "go-on";
          truncated = matches.length >= request.maxMatches;
          if (truncated) return "stop";
          matches.push(match);
          return "go-on";
        },
      },
      signal,
    );
    return outcome(end, matches, truncated);
  };
}

/** With the ripgrep of the npm package. */
export const search: Search = createSearch(packagedRipgrep);

/** A glob for ripgrep would override the ignore files, so the caller's glob is matched here instead. */
function argumentsFor(request: SearchRequest): readonly string[] {
  return [
    "--json",
    "--hidden",
    "--no-require-git",
    "--glob=!.git",
    "--max-filesize=10M",
    "--sort=path",
    "--crlf",
    ...(request.literal ? ["--fixed-strings"] : []),
    "-e",
    request.pattern,
    "--",
    request.within,
  ];
}

/** Without a `/`, a glob means the file's name in any folder. */
function globFilter(glob: string): (path: string) => boolean {
  const anchored = glob.replace(/^\.?\//, "");
  return picomatch(anchored.includes("/") ? anchored : `**/${anchored}`, { dot: true });
}

function readMatch(root: string, piece: Buffer): SearchMatch | undefined {
  if (!piece.includes('"type":"match"')) return undefined;
  const parsed = wireMatch.safeParse(parseJson(piece.toString()));
  if (!parsed.success) return undefined;
  const { path, lines, line_number: line } = parsed.data.data;
  const text = textOf(lines).replace(/\r?\n$/, "");
  const shown = text.length > maxLineCharacters ? `${text.slice(0, maxLineCharacters)}…` : text;
  return { path: relative(root, textOf(path)).split(sep).join("/"), line, text: shown };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not a whole message, for example because ripgrep was stopped while it wrote one.
    return undefined;
  }
}

/** Ripgrep gives what is not UTF-8 as base64. */
function textOf(wire: z.infer<typeof wireText>): string {
  return wire.text ?? Buffer.from(wire.bytes ?? "", "base64").toString("latin1");
}

function outcome(end: RipgrepEnd, matches: readonly SearchMatch[], truncated: boolean): SearchOutcome {
  switch (end.kind) {
    case "stopped":
      return end.by === "signal"
        ? { kind: "failed", because: "The search was cancelled." }
        : { kind: "found", matches, truncated: true };
    case "failed":
      return end;
    case "ended":
      // Exit code 2 also comes with single unreadable files; what was found stands.
      if (end.code === 2 && matches.length === 0 && /regex|pattern/i.test(end.errors)) {
        return { kind: "bad-pattern", message: end.errors.trim() };
      }
      if (end.code === 2 && matches.length === 0) {
        return { kind: "failed", because: `The search failed: ${end.errors.trim()}` };
      }
      return { kind: "found", matches, truncated };
  }
}
