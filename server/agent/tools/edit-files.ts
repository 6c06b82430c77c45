import { applyFileEdit } from "../../workspace/edits/apply-file-edit.ts";
import { editFeedback } from "../../workspace/edits/edit-feedback.ts";
import type { EditOutcome } from "../../workspace/edits/edit-outcome.ts";
import type { FileEdit, ParsedEdits } from "../../workspace/edits/file-edit.ts";
import { type Replacement, replaceText } from "./replace-text.ts";
import { type EditCount, firstLine, type ToolEnd, type ToolScope, wrong } from "./tool.ts";

/** Carries out what a model wrote in an edit format, file by file: one that can't be done leaves the others alone. */
export async function editFiles(parsed: ParsedEdits, scope: ToolScope): Promise<ToolEnd> {
  if (parsed.kind === "malformed") {
    return {
      ...wrong(`Nothing was changed: the edit can't be read. ${parsed.because}`),
      edits: { placed: 0, failed: 1 },
    };
  }
  if (parsed.files.length === 0) {
    return { ...wrong("Nothing was changed: the edit names no file and no change."), edits: { placed: 0, failed: 1 } };
  }
  const ends: ToolEnd[] = [];
  for (const edit of parsed.files) {
    const end = await editFile(edit, scope);
    ends.push(end);
    if (end.outcome === "refused" || scope.signal.aborted) break;
  }
  return together(ends);
}

async function editFile(edit: FileEdit, scope: ToolScope): Promise<ToolEnd> {
  if (edit.kind === "update" && edit.moveTo !== undefined) return move(edit, edit.moveTo, scope);
  const applied = applying(edit);
  return withFeedback(await replaceText(edit.path, scope, applied.replacement), edit.path, applied);
}

interface Applying {
  readonly replacement: Replacement;
  outcome(): EditOutcome | undefined;
}

function applying(edit: FileEdit): Applying {
  let outcome: EditOutcome | undefined;
  return {
    replacement(file, seen) {
      if (file !== undefined && !seen && isBlind(edit)) {
        return wrong(`${edit.path} exists and you have not read it. Read it first, then send this again.`);
      }
      outcome = applyFileEdit(file?.text, edit);
      switch (outcome.kind) {
        case "applied":
        case "partly-applied":
          return { text: outcome.text };
        case "deleted":
          return "deleted";
        default:
          return { ...wrong(editFeedback(edit.path, outcome)), edits: countOf(outcome) };
      }
    },
    outcome: () => outcome,
  };
}

/** An edit that says nothing of what stands in the file. */
function isBlind(edit: FileEdit): boolean {
  return edit.kind !== "update" || edit.blocks.some((block) => block.old === "" && block.isHunk === true);
}

function withFeedback(end: ToolEnd, path: string, { outcome }: Applying): ToolEnd {
  const became = outcome();
  if (end.outcome !== "ok" || became === undefined) return end;
  const text = became.kind === "partly-applied" ? editFeedback(path, became) : end.text;
  return { ...end, text, edits: countOf(became) };
}

/** The new file is written before the old one goes, so that nothing is lost in between. */
async function move(edit: FileEdit, moveTo: string, scope: ToolScope): Promise<ToolEnd> {
  const applied = applying(edit);
  const moved: { text?: string } = {};
  const looked = await replaceText(edit.path, scope, (file, seen) => {
    const next = applied.replacement(file, seen);
    if (next === "deleted" || "outcome" in next) return next;
    moved.text = next.text;
    return wrong(`${edit.path} was not moved.`);
  });
  const { text } = moved;
  if (text === undefined) return looked;
  const created = await replaceText(moveTo, scope, (file) =>
    file === undefined
      ? { text }
      : wrong(`${moveTo} exists already, so ${edit.path} was not moved. Choose another path.`),
  );
  if (created.outcome !== "ok") return created;
  const deleted = await replaceText(edit.path, scope, () => "deleted");
  return withFeedback(together([created, deleted]), moveTo, applied);
}

function countOf(outcome: EditOutcome): EditCount {
  switch (outcome.kind) {
    case "applied":
    case "deleted":
      return { placed: Math.max(1, outcome.kind === "applied" ? outcome.lines.length : 1), failed: 0 };
    case "partly-applied":
    case "none-applied": {
      const placed = outcome.blocks.filter((block) => block.kind === "placed").length;
      return { placed, failed: outcome.blocks.length - placed };
    }
    case "not-found":
    case "ambiguous":
    case "malformed":
      return { placed: 0, failed: 1 };
    case "unchanged":
    case "no-file": // Says nothing about the format.
      return { placed: 0, failed: 0 };
  }
}

function together(ends: readonly ToolEnd[]): ToolEnd {
  const [only, second] = ends;
  if (only !== undefined && second === undefined) return only;
  const text = ends.map((end) => end.text).join("\n");
  const diff = ends.flatMap((end) => end.diff ?? []).join("");
  const outcome = ends.some((end) => end.outcome === "ok") ? "ok" : (only?.outcome ?? "error");
  const edits = {
    placed: ends.reduce((sum, end) => sum + (end.edits?.placed ?? 0), 0),
    failed: ends.reduce((sum, end) => sum + (end.edits?.failed ?? 0), 0),
  };
  const end = { outcome, text, summary: ends.map((one) => firstLine(one.summary)).join("; "), edits };
  return diff === "" ? end : { ...end, diff };
}
