import { z } from "zod";
import { applyFileEdit } from "../../../server/workspace/edits/apply-file-edit.ts";
import type { FileEdit } from "../../../server/workspace/edits/file-edit.ts";
import { parseSearchReplace } from "../../../server/workspace/edits/formats/search-replace.ts";
import type { CaseResult, Suite } from "../suite.ts";
import { fileText, judge, resultOf } from "../support/edit-results.ts";

const wireCase = z.object({
  id: z.string(),
  original: z.string(),
  edit: z.string(),
  expected: z.string().nullable(),
  error: z.string().nullable(),
  start_line_hint: z.number().nullish(),
  is_final: z.boolean().nullish(),
});

type Case = z.infer<typeof wireCase>;

/** Ids whose outcome differs by decision; the reasons stand in `../differences-edits.md`. */
const decided = new Set(["search-replace-157", "search-replace-165"]);

export const suite: Suite = {
  name: "edits/blocks",
  *run(cases) {
    for (const item of z.array(wireCase).parse(cases)) yield run(item);
  },
};

function run(item: Case): CaseResult {
  const wanted = item.error === null ? `text ${JSON.stringify(item.expected)}` : `error ${item.error}`;
  return judge(item.id, wanted, apply(item), decided);
}

function apply(item: Case): string {
  const parsed = parseSearchReplace(item.edit, { path: "file" });
  if (parsed.kind === "malformed") return "error malformed";
  const [edit] = parsed.files;
  if (edit === undefined) return "error malformed";
  const file = fileText(item.original);
  return resultOf(applyFileEdit(file.text, withHint(edit, item.start_line_hint ?? undefined)), file.back);
}

/** The hint that a caller may give beside the text counts like one inside it. */
function withHint(edit: FileEdit, line: number | undefined): FileEdit {
  if (edit.kind !== "update" || line === undefined || line === 0) return edit;
  return { ...edit, blocks: edit.blocks.map((block) => ({ line, ...block })) };
}
