import { applyBlocks } from "./apply-blocks.ts";
import type { EditOutcome } from "./edit-outcome.ts";
import type { FileEdit } from "./file-edit.ts";

/** What one file's edit makes of its text with `\n` line ends; undefined where there is no file. */
export function applyFileEdit(text: string | undefined, edit: FileEdit): EditOutcome {
  switch (edit.kind) {
    case "update":
      return update(text, edit);
    case "write":
      if (edit.text === text) return { kind: "unchanged" };
      return { kind: "applied", text: edit.text, match: "exact", lines: [1] };
    case "delete":
      return text === undefined ? { kind: "no-file" } : { kind: "deleted" };
  }
}

function update(text: string | undefined, edit: Extract<FileEdit, { kind: "update" }>): EditOutcome {
  const creates = edit.moveTo === undefined && edit.blocks.length > 0 && edit.blocks.every(isNewText);
  if (text === undefined && !creates) return { kind: "no-file" };
  const outcome = applyBlocks(text ?? "", edit.blocks, edit.inOrder);
  const isMoved = outcome.kind === "unchanged" && edit.moveTo !== undefined && text !== undefined;
  return isMoved ? { kind: "applied", text, match: "exact", lines: [] } : outcome;
}

function isNewText(block: { readonly old: string; readonly isHunk?: boolean }): boolean {
  return block.old === "" && block.isHunk !== true;
}
