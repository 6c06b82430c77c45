import { z } from "zod";
import { applyEdits, type EditOutcome } from "../../../server/workspace/edits/apply-edit.ts";
import { decode, encode, newFileText } from "../../../server/workspace/encoding.ts";
import type { CaseResult, Suite } from "../suite.ts";

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
const decided = new Set(["search-replace-107", "search-replace-116", "search-replace-124", "search-replace-125"]);

/** From a file's bytes to a file's bytes, as the edit tool does it. */
export const suite: Suite = {
  name: "edits/replace",
  *run(cases) {
    for (const item of z.array(wireCase).parse(cases)) yield judge(item);
  },
};

function judge(item: Case): CaseResult {
  const shown = show(runEdits(item));
  const wanted = item.error === null ? `text ${JSON.stringify(item.expected)}` : `error ${sameError(item.error)}`;
  if (shown === wanted) return { id: item.id, outcome: "passed" };
  const why = `expected ${wanted}, got ${shown}`;
  if (decided.has(item.id)) return { id: item.id, outcome: "skipped", why: `differs by decision: ${why}` };
  return { id: item.id, outcome: "failed", why };
}

/** A wrong count of places is the same refusal as an ambiguous place: nothing is written, and the lines are named. */
function sameError(error: string): string {
  return error === "count-mismatch" ? "ambiguous" : error;
}

function runEdits(item: Case): EditOutcome {
  const decoded = decode(Buffer.from(item.original));
  const file = decoded.kind === "text" ? decoded : newFileText;
  const edits = [item.edit].flat().map((edit) => ({ old: edit.old, new: edit.new, replaceAll: edit.replace_all }));
  const { outcome } = applyEdits(file.text, edits);
  if (outcome.kind !== "applied") return outcome;
  const encoded = encode(outcome.text, file);
  if (encoded.kind !== "bytes") return { kind: "malformed", because: encoded.character };
  return { ...outcome, text: Buffer.from(encoded.bytes).toString() };
}

function show(outcome: EditOutcome): string {
  switch (outcome.kind) {
    case "applied":
      return `text ${JSON.stringify(outcome.text)}`;
    case "unchanged":
      return "error no-change";
    case "not-found":
    case "ambiguous":
    case "malformed":
      return `error ${outcome.kind}`;
  }
}
