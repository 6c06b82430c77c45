import { z } from "zod";
import { decideRead } from "./permission.ts";
import { defineTool, ok } from "./tool.ts";

const mostFiles = 500;

export const listFilesTool = defineTool({
  name: "list_files",
  changes: false,
  parameters: z.strictObject({
    path: z.string().min(1).optional().describe("a folder; the whole repository when left out"),
  }),
  subject: ({ path }) => path ?? ".",
  async run({ path }, scope) {
    const permission = await decideRead(path ?? ".", scope);
    if (permission.kind === "stop") return permission.end;
    const { parts, guard } = scope.task;
    const { files, truncated } = await parts.listFiles(guard.root, permission.absolute, mostFiles, scope.signal);
    if (files.length === 0) return ok("No files here (ignored ones are left out).", "no files");
    const more = truncated ? `\n(more than ${mostFiles} files; name a folder to see the rest)` : "";
    return ok(parts.clean(files.join("\n")) + more, `${files.length}${truncated ? "+" : ""} files`);
  },
});
