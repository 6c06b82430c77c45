import { unifiedDiff } from "../../workspace/edits/line-diff.ts";
import { encode, newFileText } from "../../workspace/encoding.ts";
import type { FileState, TextFile, WriteOutcome } from "../../workspace/ports.ts";
import { decideWrite } from "./permission.ts";
import { shownFile, textHash } from "./shown-text.ts";
import { type ToolEnd, type ToolScope, wrong } from "./tool.ts";

/** The new text of a file, that it goes, or the reason why neither. `seen` says that this attempt has read the file. */
export type Replacement = (
  file: TextFile | undefined,
  seen: boolean,
) => { readonly text: string } | "deleted" | ToolEnd;

/**
 * The one way in which a model's text gets into a file: the file is as the model last saw it, the person agreed where that
 * is needed, and encoding, line ends and mode stay.
 */
export async function replaceText(path: string, scope: ToolScope, replacement: Replacement): Promise<ToolEnd> {
  const { parts, guard, checkpoint } = scope.task;
  const { absolute: target, decision } = await guard.check(path, "write");
  if (decision.kind === "refuse") return wrong(`${path} can't be written: ${decision.because}`);
  const read = await parts.readFile(target);
  if (read.kind !== "text" && read.kind !== "missing") return wrong(unwritable(path, read.kind));
  const onDisk = read.kind === "text" ? read.file : undefined;
  const { file, unsaved } = await shownFile(target, onDisk, parts.documents);
  const seenHash = scope.seen.get(target);
  if (seenHash !== undefined && (file === undefined || seenHash !== textHash(file.text))) {
    return wrong(`${path} was changed by someone else since you read it. Read it again before you change it.`);
  }
  const next = replacement(file, seenHash !== undefined);
  if (next !== "deleted" && "outcome" in next) return next;
  const text = next === "deleted" ? undefined : next.text;
  if (text === file?.text) return wrong(`${path} already has exactly this content, so it was left alone.`);
  const diff = unifiedDiff(path, file?.text ?? (text === undefined ? undefined : ""), text);
  const permission = await decideWrite(path, scope, () => diff);
  if (permission.kind === "stop") return permission.end;
  const saved = unsaved ? await save(target, file, scope) : ({ kind: "saved", file: onDisk } as const);
  if (saved.kind === "left-alone") {
    return wrong(`${path} has unsaved changes in the editor, so it was left alone. Go on elsewhere and tell the user.`);
  }
  const encoded = text === undefined ? undefined : encode(text, saved.file ?? newFileText);
  if (encoded !== undefined && encoded.kind !== "bytes") return wrong(notWritten(path, encoded));
  const expected: FileState = saved.file ? { kind: "file", hash: saved.file.hash } : { kind: "absent" };
  const content = encoded?.bytes ?? "deleted";
  const written = await checkpoint.write(scope.attempt, permission.absolute, content, expected, saved.file?.mode);
  if (written.kind !== "written") return wrong(notWritten(path, written));
  if (text === undefined) scope.seen.delete(permission.absolute);
  else scope.seen.set(permission.absolute, textHash(text));
  const verb = text === undefined ? "Deleted" : written.created ? "Created" : "Edited";
  const how = text === undefined ? "deleted" : written.created ? "created" : "edited";
  scope.facts.push({ kind: "wrote", path: permission.relative, how });
  return {
    outcome: "ok",
    text: `${verb} ${permission.relative}.`,
    summary: `${verb.toLowerCase()} (${size(diff)})`,
    diff,
  };
}

type Saved = { readonly kind: "saved"; readonly file: TextFile | undefined } | { readonly kind: "left-alone" };

/** The user's own text is on the disk, and so in the checkpoint, before anything is written over it. */
async function save(target: string, shown: TextFile | undefined, { task }: ToolScope): Promise<Saved> {
  if ((await task.parts.documents.save?.(target)) !== true) return { kind: "left-alone" };
  const read = await task.parts.readFile(target);
  if (read.kind !== "text" || read.file.text !== shown?.text) return { kind: "left-alone" };
  const { relative } = await task.guard.check(target, "write");
  task.emit({
    type: "notice",
    level: "info",
    message: `${relative} had unsaved changes. It was saved before it was changed, so undo brings your text back.`,
  });
  return { kind: "saved", file: read.file };
}

function unwritable(path: string, kind: "folder" | "binary" | "too-large" | "failed"): string {
  switch (kind) {
    case "folder":
      return `${path} is a folder. Name a file.`;
    case "binary":
      return `${path} is a binary file and is not edited as text.`;
    case "too-large":
      return `${path} is too large to edit.`;
    case "failed":
      return `${path} can't be read, so it is not changed.`;
  }
}

function notWritten(path: string, outcome: Exclude<WriteOutcome, { kind: "written" }>): string {
  switch (outcome.kind) {
    case "changed-meanwhile":
      return `${path} was changed by someone else in this moment, so it was left alone. Read it again.`;
    case "not-encodable":
      return `${path} was not changed: its encoding has no character ${outcome.character}. Use characters that it has.`;
    case "failed":
      return `${path} was not changed: ${outcome.because}`;
  }
}

function size(diff: string): string {
  const lines = diff.split("\n");
  const added = lines.filter((line) => line.startsWith("+") && !line.startsWith("+++")).length;
  const removed = lines.filter((line) => line.startsWith("-") && !line.startsWith("---")).length;
  return `+${added} −${removed}`;
}
