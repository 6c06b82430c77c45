import { z } from "zod";
import { parseApplyPatch } from "../../../server/workspace/edits/formats/apply-patch.ts";
import type { CaseResult, Suite } from "../suite.ts";
import { applyToFiles } from "../support/edit-files.ts";
import { judge } from "../support/edit-results.ts";

const wireCase = z.object({
  id: z.string(),
  files: z.record(z.string(), z.string()),
  patch: z.string(),
  expected_files: z.record(z.string(), z.string().nullable()).nullish(),
  error: z.string().nullable(),
});

type Case = z.infer<typeof wireCase>;

/** Which of our refusals are what there has a name of its own. */
const refusals: Readonly<Record<string, readonly string[]>> = {
  duplicate: ["malformed"],
  malformed: ["malformed"],
  "missing-file": ["missing-file"],
};

export const suite: Suite = {
  name: "edits/apply-patch-cline",
  *run(cases) {
    for (const item of z.array(wireCase).parse(cases)) yield run(item);
  },
};

function run(item: Case): CaseResult {
  const applied = apply(item);
  if (item.error !== null) {
    const allowed = refusals[item.error];
    const refused = applied.placed === 0 && applied.failures.length > 0;
    const fits = refused && (allowed === undefined || allowed.includes(applied.failures[0] ?? ""));
    return judge(item.id, item.error, fits ? item.error : JSON.stringify(applied), new Set());
  }
  return judge(item.id, show(wantedFiles(item), item), show(applied.files, item), new Set());
}

function apply({ files, patch }: Case): ReturnType<typeof applyToFiles> {
  const parsed = parseApplyPatch(patch);
  if (parsed.kind === "malformed") return { files, failures: ["malformed"], placed: 0 };
  return applyToFiles(files, parsed.files);
}

function wantedFiles({ files, expected_files }: Case): Readonly<Record<string, string>> {
  const after: Record<string, string> = { ...files };
  for (const [path, text] of Object.entries(expected_files ?? {})) {
    if (text === null) delete after[path];
    else after[path] = text;
  }
  return after;
}

/** There the lines of a new file are joined, and the newline at its end is left to who writes it; here it belongs to the file. */
function show(files: Readonly<Record<string, string>>, { files: before }: Case): string {
  const shown = Object.entries(files).map(([path, text]) => [path, path in before ? text : text.replace(/\n$/, "")]);
  return JSON.stringify(shown.toSorted());
}
