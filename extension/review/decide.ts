import { commands, l10n, Uri, workspace } from "vscode";
import type { UndoView } from "../../server/protocol/requests.ts";
import type { Parts } from "../parts.ts";
import type { BeforeTexts } from "./before-texts.ts";
import { changeAt, changesBetween, keepChange, type LineChange } from "./line-changes.ts";
import type { Review } from "./review.ts";
import type { ReviewedFile } from "./reviewed-file.ts";
import type { OpenFile, Reviews } from "./reviews.ts";
import { type ChangeOutcome, replaceText, undoChangeIn } from "./undo-change.ts";

/** What a review is decided with. */
export interface Desk {
  readonly parts: Pick<Parts, "server" | "notify">;
  readonly reviews: Reviews;
  readonly before: BeforeTexts;
}

export async function keepFiles(desk: Desk, review: Review, files: readonly ReviewedFile[]): Promise<void> {
  for (const file of files) review.decisions.keep(file.path);
  await goOn(desk, review);
}

/** Files that are untouched since the task get their bytes back from the server; what the user edited stays and is told. */
export async function undoFiles(desk: Desk, review: Review, files: readonly ReviewedFile[]): Promise<void> {
  const unsaved = files.filter(isUnsaved);
  if (unsaved.length > 0) tellUnsaved(desk, unsaved);
  const saved = files.filter((file) => !isUnsaved(file));
  for (const file of saved.filter((file) => file.decidedInPart)) await undoRest(desk, review, file);
  const whole = saved.filter((file) => !file.decidedInPart);
  if (whole.length > 0) await undoWhole(desk, review, whole);
  await goOn(desk, review);
}

export async function keepChangeAt(desk: Desk, { review, file }: OpenFile, line: number): Promise<void> {
  if (file.change !== "modified") return keepFiles(desk, review, [file]);
  const document = await workspace.openTextDocument(file.uri);
  const before = await desk.before.text(file.beforeUri);
  const change = changeAt(changesBetween(before, document.getText(), "by-content"), line);
  if (change === undefined) return tellNoChange(desk);
  desk.before.replace(file.beforeUri, keepChange(before, document.getText(), change));
  file.decidedInPart = true;
  review.decisions.keepChange();
  await closeWhenDecided(desk, review, file, document.getText());
}

export async function undoChangeAt(desk: Desk, { review, file }: OpenFile, line: number): Promise<void> {
  if (file.change !== "modified") return undoFiles(desk, review, [file]);
  const document = await workspace.openTextDocument(file.uri);
  const before = await desk.before.text(file.beforeUri);
  const change = changeAt(changesBetween(before, document.getText(), "by-content"), line);
  if (change === undefined) return tellNoChange(desk);
  const outcome = await undoChangeIn(document, before, change);
  if (outcome.kind !== "done") return tellOutcome(desk, file, outcome);
  file.decidedInPart = true;
  await closeWhenDecided(desk, review, file, outcome.text);
}

/** What is still open of a file whose text is `now`. A file that is created or deleted has no changes of its own. */
export async function openChanges(
  before: BeforeTexts,
  file: ReviewedFile,
  now: string,
): Promise<readonly LineChange[]> {
  if (file.change !== "modified" || file.binary) return [];
  return changesBetween(await before.text(file.beforeUri), now, "by-content");
}

async function closeWhenDecided(desk: Desk, review: Review, file: ReviewedFile, now: string): Promise<void> {
  desk.reviews.changed();
  if ((await openChanges(desk.before, file, now)).length > 0) return;
  review.decisions.close(file.path);
  await goOn(desk, review);
}

async function undoRest(desk: Desk, review: Review, file: ReviewedFile): Promise<void> {
  const document = await workspace.openTextDocument(file.uri);
  const text = await desk.before.text(file.beforeUri);
  const outcome = await replaceText(document, text);
  if (outcome.kind === "done") review.decisions.close(file.path);
  else tellOutcome(desk, file, outcome);
}

async function undoWhole(desk: Desk, review: Review, files: readonly ReviewedFile[]): Promise<void> {
  const result = await desk.parts.server.request("stepladder/undo", {
    task: review.task,
    workspace: review.workspace,
    paths: files.map((file) => file.path),
  });
  const conflicts = new Set(result.conflicts.map((conflict) => conflict.path));
  for (const file of files) if (!conflicts.has(file.path)) review.decisions.close(file.path);
  for (const conflict of result.conflicts) tellConflict(desk, review, conflict);
}

/** Shows what is left; with nothing left, tells the server that the user keeps the work. */
async function goOn(desk: Desk, review: Review): Promise<void> {
  await desk.reviews.show(review);
  if (review.decisions.end === "kept") await desk.parts.server.request("stepladder/keep", { task: review.task });
}

function tellOutcome({ parts }: Desk, { path }: ReviewedFile, outcome: Exclude<ChangeOutcome, { kind: "done" }>): void {
  switch (outcome.kind) {
    case "not-saved":
      return void parts.notify.warn(l10n.t("{0} was changed but could not be saved. Save it by hand.", path));
    case "unsaved":
      return void parts.notify.warn(l10n.t("Save or revert these files first, then undo: {0}", path));
    case "stale":
      return void parts.notify.warn(l10n.t("{0} changed in the meantime. Try again.", path));
  }
}

function tellNoChange({ parts }: Desk): void {
  void parts.notify.info(l10n.t("There is no change of the task here. Put the cursor on a changed line."));
}

function tellUnsaved({ parts }: Desk, files: readonly ReviewedFile[]): void {
  const names = files.map((file) => file.path).join(", ");
  void parts.notify.warn(l10n.t("Save or revert these files first, then undo: {0}", names));
}

function tellConflict({ parts }: Desk, review: Review, conflict: UndoView["conflicts"][number]): void {
  const compare = l10n.t("Compare");
  const message = l10n.t(
    "{0} was edited after the task, so it was left as it is. Its text from before the task is kept.",
    conflict.path,
  );
  const file = Uri.joinPath(Uri.file(review.workspace), conflict.path);
  const title = l10n.t("{0}: before the task and now", conflict.path);
  void parts.notify.warn(message, compare).then((answer) => {
    if (answer === compare)
      void commands.executeCommand("vscode.diff", Uri.file(conflict.keptAt), file, title, { preview: false });
  });
}

function isUnsaved(file: ReviewedFile): boolean {
  return workspace.textDocuments.some(
    (document) => document.uri.toString() === file.uri.toString() && document.isDirty,
  );
}
