import { z } from "zod";
import { definedNames } from "../facts.ts";
import { decideRead } from "./permission.ts";
import { shownFile, textHash } from "./shown-text.ts";
import { defineTool, ok, wrong } from "./tool.ts";

const mostLines = 800;
const mostCharacters = 60_000;

export const readFileTool = defineTool({
  name: "read_file",
  changes: false,
  parameters: z.strictObject({
    path: z.string().min(1),
    start_line: z.int().positive().optional().describe("first line, 1-based"),
    end_line: z.int().positive().optional().describe("last line, inclusive"),
  }),
  subject: ({ path, start_line, end_line }) =>
    start_line || end_line ? `${path}:${start_line ?? 1}-${end_line ?? ""}` : path,
  async run({ path, start_line, end_line }, scope) {
    const permission = await decideRead(path, scope);
    if (permission.kind === "stop") return permission.end;
    const { absolute, relative } = permission;
    const read = await scope.task.parts.readFile(absolute);
    switch (read.kind) {
      case "missing":
        scope.facts.push({ kind: "missing", what: `There is no file ${relative}.` });
        return wrong(`There is no file ${relative}. Use list_files or search to find the right path.`);
      case "folder":
        return wrong(`${relative} is a folder. Use list_files.`);
      case "binary":
        return wrong(`${relative} is a binary file of ${read.bytes} bytes and can't be read as text.`);
      case "too-large":
        return wrong(
          `${relative} has ${read.bytes} bytes, more than the ${read.limit} that can be read. Use search to find the part you need.`,
        );
      case "failed":
        return wrong(`${relative} can't be read: ${read.because}`);
      case "text":
        break;
    }
    const { file = read.file } = await shownFile(absolute, read.file, scope.task.parts.documents);
    const { text } = file;
    scope.seen.set(absolute, textHash(text));
    const lines = text.split("\n");
    if (lines.at(-1) === "") lines.pop();
    const first = Math.min(start_line ?? 1, Math.max(lines.length, 1));
    const last = Math.min(end_line ?? lines.length, lines.length, first + mostLines - 1);
    const shown = numbered(lines, first, last);
    const more = last < lines.length ? `\n(${lines.length} lines in all; ask for start_line ${last + 1} to go on)` : "";
    const names = definedNames(lines.slice(first - 1, last).join("\n"));
    scope.facts.push({ kind: "read", path: relative, first, last, names });
    const body = lines.length === 0 ? "(empty file)" : scope.task.parts.clean(shown.slice(0, mostCharacters));
    return ok(`${relative}, lines ${first}-${last}:\n${body}${more}`, `${last - first + 1} lines`);
  },
});

function numbered(lines: readonly string[], first: number, last: number): string {
  return lines
    .slice(first - 1, last)
    .map((line, index) => `${first + index}\t${line}`)
    .join("\n");
}
