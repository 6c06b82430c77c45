import { z } from "zod";
import { parseUnifiedDiff } from "../../workspace/edits/formats/unified-diff.ts";
import { editFiles } from "./edit-files.ts";
import { defineTool } from "./tool.ts";

export const applyDiffTool = defineTool({
  name: "apply_diff",
  changes: true,
  format: "diff",
  parameters: z.strictObject({
    path: z.string().min(1),
    diff: z.string().min(1).describe("the hunks of a unified diff"),
  }),
  subject: ({ path }) => path,
  run: ({ path, diff }, scope) => editFiles(parseUnifiedDiff(diff, path), scope),
});
