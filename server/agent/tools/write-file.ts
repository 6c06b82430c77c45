import { z } from "zod";
import { withoutWrapping } from "../../workspace/edits/formats/fence.ts";
import { replaceText } from "./replace-text.ts";
import { defineTool, wrong } from "./tool.ts";

/** Such a file may be one listing itself. Around any other, a fence is a slip of the model. */
function holdsFences(path: string): boolean {
  return /\.(md|mdx|markdown|qmd|rmd|adoc|rst|txt)$/i.test(path);
}

export const writeFileTool = defineTool({
  name: "write_file",
  changes: true,
  format: "whole-file",
  parameters: z.strictObject({ path: z.string().min(1), content: z.string() }),
  subject: ({ path }) => path,
  async run({ path, content }, scope) {
    let existed = false;
    const end = await replaceText(path, scope, (file, seen) => {
      existed = file !== undefined;
      if (file !== undefined && !seen)
        return wrong(
          `${path} exists and you have not read it. Read it first, or edit only a part of it with edit_file.`,
        );
      const text = content.replaceAll("\r\n", "\n");
      return { text: holdsFences(path) ? text : withoutWrapping(text, path) };
    });
    return end.outcome === "ok" && existed ? { ...end, edits: { placed: 1, failed: 0 } } : end;
  },
});
