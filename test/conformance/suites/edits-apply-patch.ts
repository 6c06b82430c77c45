import { z } from "zod";
import { parseApplyPatch } from "../../../server/workspace/edits/formats/apply-patch.ts";
import type { CaseResult, Suite } from "../suite.ts";
import { applyToFiles } from "../support/edit-files.ts";
import { judge } from "../support/edit-results.ts";

const wireCase = z.object({
  id: z.string(),
  input_files: z.record(z.string(), z.string()),
  patch: z.string(),
  expected_files: z.record(z.string(), z.string()),
  expect_failure: z.boolean(),
});

type Case = z.infer<typeof wireCase>;

export const suite: Suite = {
  name: "edits/apply-patch",
  *run(cases) {
    for (const item of z.array(wireCase).parse(cases)) yield run(item);
  },
};

function run(item: Case): CaseResult {
  return judge(item.id, show(item.expected_files, item.expect_failure), apply(item), new Set());
}

function apply({ input_files, patch }: Case): string {
  const parsed = parseApplyPatch(patch);
  if (parsed.kind === "malformed" || parsed.files.length === 0) return show(input_files, true);
  const { files, failures } = applyToFiles(input_files, parsed.files);
  return show(files, failures.length > 0);
}

function show(files: Readonly<Record<string, string>>, failed: boolean): string {
  return `${failed ? "failure" : "success"} ${JSON.stringify(Object.entries(files).toSorted())}`;
}
