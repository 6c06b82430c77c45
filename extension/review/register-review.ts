import { commands, Disposable, l10n, languages, Uri, window, workspace } from "vscode";
import type { Parts } from "../parts.ts";
import { BeforeTexts } from "./before-texts.ts";
import { beforeScheme } from "./before-uri.ts";
import { type Desk, keepChangeAt, keepFiles, undoChangeAt, undoFiles } from "./decide.ts";
import { ReviewHints } from "./hints.ts";
import { ReviewActions, ReviewLenses } from "./offers.ts";
import { openReview } from "./open-review.ts";
import { readPlace } from "./read-place.ts";
import type { ReviewedFile } from "./reviewed-file.ts";
import { Reviews } from "./reviews.ts";

/** The review of a task's changes: the editor's own multi-file diff, with keep and undo per file and per change. */
export function registerReview(parts: Pick<Parts, "server" | "tasks" | "notify">): Disposable {
  const reviews = new Reviews();
  const before = new BeforeTexts(parts.server);
  const desk: Desk = { parts, reviews, before };
  const command = (name: string, run: (...given: unknown[]) => Promise<void>) =>
    commands.registerCommand(name, (...given: unknown[]) =>
      run(...given).catch((error) => parts.notify.failure(error)),
    );
  const atChange = (act: typeof keepChangeAt) => async (given: unknown) => {
    const place = readPlace(given) ?? cursor();
    const found = place === undefined ? undefined : reviews.find(Uri.parse(place.uri));
    if (place === undefined || found === undefined) return tellNoReview(parts);
    await act(desk, found, place.line ?? cursorLine(place.uri) ?? 0);
  };
  const atFile = (act: typeof keepFiles) => async (given: unknown) => {
    const place = readPlace(given) ?? cursor();
    const found = place === undefined ? undefined : reviews.find(Uri.parse(place.uri));
    if (found === undefined) return tellNoReview(parts);
    await act(desk, found.review, [found.file]);
  };
  const atFiles = (act: typeof keepFiles, title: () => string) => async () => {
    const review = reviews.active;
    if (review === undefined) return tellNoReview(parts);
    const chosen = await pickFiles(review.openFiles, title());
    if (chosen.length > 0) await act(desk, review, chosen);
  };
  const files = { scheme: "file" };
  return Disposable.from(
    reviews,
    before,
    new ReviewHints(desk),
    reviews.onDidChange(() => tellMenus(reviews)),
    workspace.registerTextDocumentContentProvider(beforeScheme, before),
    languages.registerCodeActionsProvider(files, new ReviewActions(desk)),
    languages.registerCodeLensProvider(files, new ReviewLenses(desk)),
    command("stepladder.reviewTask", (task) =>
      openReview(parts, reviews, typeof task === "string" && task !== "" ? task : undefined),
    ),
    command("stepladder.review.keepChange", atChange(keepChangeAt)),
    command("stepladder.review.undoChange", atChange(undoChangeAt)),
    command("stepladder.review.keepFile", atFile(keepFiles)),
    command("stepladder.review.undoFile", atFile(undoFiles)),
    command(
      "stepladder.review.keepFiles",
      atFiles(keepFiles, () => l10n.t("Which files do you keep?")),
    ),
    command(
      "stepladder.review.undoFiles",
      atFiles(undoFiles, () => l10n.t("Which files are put back as they were before the task?")),
    ),
  );
}

/** What the `when` clauses of the menus read. */
function tellMenus(reviews: Reviews): void {
  void commands.executeCommand("setContext", "stepladder.reviewActive", reviews.active !== undefined);
  const both = reviews.files.flatMap((file) => [file.uri.toString(), file.beforeUri.toString()]);
  void commands.executeCommand("setContext", "stepladder.reviewFiles", both);
}

async function pickFiles(files: readonly ReviewedFile[], title: string): Promise<readonly ReviewedFile[]> {
  const words = { modified: l10n.t("changed"), created: l10n.t("created"), deleted: l10n.t("deleted") };
  const items = files.map((file) => ({
    label: file.path,
    description: file.binary ? l10n.t("{0}, not shown", words[file.change]) : words[file.change],
    picked: true,
    file,
  }));
  const chosen = await window.showQuickPick(items, { title, canPickMany: true, matchOnDescription: true });
  return chosen?.map(({ file }) => file) ?? [];
}

function cursor(): { uri: string; line: number } | undefined {
  const editor = window.activeTextEditor;
  return editor && { uri: editor.document.uri.toString(), line: editor.selection.active.line };
}

function cursorLine(uri: string): number | undefined {
  const place = cursor();
  return place?.uri === uri ? place.line : undefined;
}

function tellNoReview({ notify }: Pick<Parts, "notify">): void {
  void notify.info(l10n.t("This file is in no open review. Open one with “Review Changes of a Task”."));
}
