import { z } from "zod";
import { parseApplyPatch } from "../../workspace/edits/formats/apply-patch.ts";
import { editFiles } from "./edit-files.ts";
import { defineTool } from "./tool.ts";

export const applyPatchTool = defineTool({
  name: "apply_patch",
  changes: true,
  format: "patch",
  parameters: z.strictObject({
    patch: z.string().min(1).describe("from *** Begin Patch to *** End Patch"),
  }),
  subject: ({ patch }) => pathsIn(patch),
  run: ({ patch }, scope) => editFiles(parseApplyPatch(patch), scope),
});

function pathsIn(patch: string): string {
  return [...patch.matchAll(/^\s*\*\*\* (?:Add|Update|Delete) File: *(.+)$/gm)]
    .map((match) => match[1]?.trim())
    .join(", ");
}
