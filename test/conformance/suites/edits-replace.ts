import { z } from "zod";
import { applyEdits } from "../../../server/workspace/edits/apply-edit.ts";
import type { CaseResult, Suite } from "../suite.ts";
import { fileText, judge, resultOf } from "../support/edit-results.ts";

const wireEdit = z.object({ old: z.string(), new: z.string(), replace_all: z.boolean() });

const wireCase = z.object({
  id: z.string(),
  original: z.string(),
  edit: z.union([wireEdit, z.array(wireEdit)]),
  expected: z.string().nullable(),
  error: z.string().nullable(),
});

type Case = z.infer<typeof wireCase>;

/** Ids whose outcome differs by decision; the reasons stand in `../differences-edits.md`. */
const decided = new Set(["search-replace-107", "search-replace-116"]);

/** From a file's bytes to a file's bytes, as the edit tool does it. */
export const suite: Suite = {
  name: "edits/replace",
  *run(cases) {
    for (const item of z.array(wireCase).parse(cases)) yield run(item);
  },
};

function run(item: Case): CaseResult {
  const file = fileText(item.original);
  const edits = [item.edit].flat().map((edit) => ({ old: edit.old, new: edit.new, replaceAll: edit.replace_all }));
  const { outcome } = applyEdits(file.text, edits);
  return judge(item.id, wantedOf(item), resultOf(outcome, isTextOfEditor(item) ? undefined : file.back), decided);
}

function wantedOf({ error, expected }: Case): string {
  if (error === null) return `text ${JSON.stringify(expected)}`;
  // A wrong count of places is the same refusal as an ambiguous place: nothing is written, and the lines are named.
  return `error ${error === "count-mismatch" ? "ambiguous" : error}`;
}

/** What a tool hands to its editor has `\n` alone; the editor's document keeps the line ends of the file. */
function isTextOfEditor({ original, expected }: Case): boolean {
  return /\r\n/.test(original) && expected !== null && !expected.includes("\r\n");
}
