import { z } from "zod";
import { replaceText } from "./replace-text.ts";
import { defineTool, wrong } from "./tool.ts";

export const writeFileTool = defineTool({
  name: "write_file",
  changes: true,
  parameters: z.strictObject({ path: z.string().min(1), content: z.string() }),
  subject: ({ path }) => path,
  run({ path, content }, scope) {
    return replaceText(path, scope, (file, seen) => {
      if (file !== undefined && !seen)
        return wrong(
          `${path} exists and you have not read it. Read it first, or edit only a part of it with edit_file.`,
        );
      return { text: content.replaceAll("\r\n", "\n") };
    });
  },
});
