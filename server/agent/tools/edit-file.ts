import { z } from "zod";
import { applyEdit } from "../../workspace/edits/apply-edit.ts";
import { editFeedback } from "../../workspace/edits/edit-feedback.ts";
import { replaceText } from "./replace-text.ts";
import { defineTool, wrong } from "./tool.ts";

export const editFileTool = defineTool({
  name: "edit_file",
  changes: true,
  format: "replace",
  parameters: z.strictObject({
    path: z.string().min(1),
    old: z.string().min(1).describe("the text to replace, exactly as it is in the file, without line numbers"),
    new: z.string().describe("the text to put in its place"),
    replace_all: z.boolean().optional(),
  }),
  subject: ({ path }) => path,
  async run({ path, old, new: replacement, replace_all }, scope) {
    const end = await replaceText(path, scope, (file) => {
      if (file === undefined) return wrong(`There is no file ${path}. Use write_file to create it.`);
      const outcome = applyEdit(file.text, { old, new: replacement, replaceAll: replace_all ?? false });
      if (outcome.kind === "applied") return { text: outcome.text };
      const failed = outcome.kind === "unchanged" ? 0 : 1;
      return { ...wrong(editFeedback(path, outcome)), edits: { placed: 0, failed } };
    });
    return end.outcome === "ok" ? { ...end, edits: { placed: 1, failed: 0 } } : end;
  },
});
