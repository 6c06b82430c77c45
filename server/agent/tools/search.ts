import { z } from "zod";
import type { SearchMatch } from "../../workspace/ports.ts";
import { decideRead } from "./permission.ts";
import { defineTool, firstLine, ok, type ToolScope, wrong } from "./tool.ts";

const mostMatches = 100;
const longestLine = 300;
const mostPlaces = 8;

export const searchTool = defineTool({
  name: "search",
  changes: false,
  parameters: z.strictObject({
    pattern: z.string().min(1).describe("a regular expression, or plain text with `literal`"),
    literal: z.boolean().optional(),
    path: z.string().min(1).optional().describe("a file or folder to search in"),
    glob: z.string().min(1).optional().describe("only files like this, for example *.ts"),
  }),
  subject: ({ pattern, path }) => (path ? `${pattern} in ${path}` : pattern),
  async run({ pattern, literal, path, glob }, scope) {
    const permission = await decideRead(path ?? ".", scope);
    if (permission.kind === "stop") return permission.end;
    const { parts, guard } = scope.task;
    const request = { pattern, literal: literal ?? false, within: permission.absolute, glob, maxMatches: mostMatches };
    const outcome = await parts.search(guard.root, request, scope.signal);
    switch (outcome.kind) {
      case "bad-pattern":
        return wrong(`The pattern is not valid: ${outcome.message} Correct it, or set literal to true.`);
      case "failed":
        return wrong(`The search failed: ${outcome.because}`);
      case "found": {
        const matches = await readable(outcome.matches, scope);
        const shownPattern = firstLine(pattern);
        if (matches.length === 0) {
          scope.facts.push({
            kind: "missing",
            what: `A search for ${shownPattern}${path ? ` in ${path}` : ""} found nothing.`,
          });
          return ok("No matches.", "no matches");
        }
        const places = [...new Set(matches.map((match) => `${match.path}:${match.line}`))].slice(0, mostPlaces);
        scope.facts.push({ kind: "found", pattern: shownPattern, places });
        const lines = matches.map((match) => `${match.path}:${match.line}: ${match.text.slice(0, longestLine)}`);
        const more = outcome.truncated ? `\n(only the first ${mostMatches} matches; narrow the search)` : "";
        return ok(parts.clean(lines.join("\n")) + more, `${matches.length}${outcome.truncated ? "+" : ""} matches`);
      }
    }
  },
});

/** A search over a folder shows nothing that reading its files one by one would not show unasked. */
async function readable(matches: readonly SearchMatch[], scope: ToolScope): Promise<readonly SearchMatch[]> {
  const { guard, privacy } = scope.task;
  const allowed = new Map<string, boolean>();
  for (const { path } of matches) {
    if (allowed.has(path)) continue;
    const { decision, relative } = await guard.check(path, "read");
    const local = privacy.isLocalOnly(relative);
    const fits = decision.kind === "allow" && (!local || scope.staysLocal);
    if (fits && local) privacy.touched = true;
    allowed.set(path, fits);
  }
  return matches.filter((match) => allowed.get(match.path) === true);
}
