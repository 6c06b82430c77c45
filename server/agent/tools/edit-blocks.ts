import { z } from "zod";
import { parseSearchReplace } from "../../workspace/edits/formats/search-replace.ts";
import { editFiles } from "./edit-files.ts";
import { defineTool } from "./tool.ts";

export const editBlocksTool = defineTool({
  name: "edit_blocks",
  changes: true,
  format: "blocks",
  parameters: z.strictObject({
    path: z.string().min(1),
    blocks: z.string().min(1).describe("one or more SEARCH/REPLACE blocks"),
  }),
  subject: ({ path }) => path,
  run: ({ path, blocks }, scope) => editFiles(parseSearchReplace(blocks, { path }), scope),
});
