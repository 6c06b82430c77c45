import { applyFileEdit } from "../../../server/workspace/edits/apply-file-edit.ts";
import type { FileEdit } from "../../../server/workspace/edits/file-edit.ts";
import { fileText, firstFailure } from "./edit-results.ts";

export interface AppliedFiles {
  readonly files: Readonly<Record<string, string>>;
  /** Of what could not be done, in order. */
  readonly failures: readonly string[];
  readonly placed: number;
}

/** Files before → files after, as the edit tools do it: file by file, what can be done is done. */
export function applyToFiles(before: Readonly<Record<string, string>>, edits: readonly FileEdit[]): AppliedFiles {
  const files: Record<string, string> = { ...before };
  const failures: string[] = [];
  let placed = 0;
  for (const edit of edits) {
    const file = fileText(files[edit.path] ?? "");
    const outcome = applyFileEdit(edit.path in files ? file.text : undefined, edit);
    switch (outcome.kind) {
      case "applied":
      case "partly-applied":
        placed++;
        if (edit.kind === "update" && edit.moveTo !== undefined) delete files[edit.path];
        files[(edit.kind === "update" ? edit.moveTo : undefined) ?? edit.path] = file.back(outcome.text);
        if (outcome.kind === "partly-applied") failures.push(firstFailure(outcome.blocks));
        break;
      case "deleted":
        placed++;
        delete files[edit.path];
        break;
      case "none-applied":
        failures.push(firstFailure(outcome.blocks));
        break;
      case "no-file":
        failures.push("missing-file");
        break;
      case "unchanged":
      case "not-found":
      case "ambiguous":
      case "malformed":
        failures.push(outcome.kind);
        break;
    }
  }
  return { files, failures, placed };
}
