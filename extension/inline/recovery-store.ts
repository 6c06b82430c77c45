import { Disposable, l10n, Range, type TextDocument, Uri, WorkspaceEdit, window, workspace } from "vscode";
import type { Parts } from "../parts.ts";
import { findEdited, isHalfEdited, type RecoveryRecord, recordOf } from "./recovery.ts";
import { RecoveryFiles } from "./recovery-files.ts";
import type { Region } from "./region.ts";

/** In this time unsaved text is back after its document was opened. */
const unsavedMs = 10_000;
const folderName = "inline-edits";

/** Keeps the old text of every open inline edit in the workspace's storage, and offers it after a reload in the middle of one. */
export class RecoveryStore {
  readonly #notify: Parts["notify"];
  readonly #files: RecoveryFiles;
  readonly #leaving = new Set<string>();

  constructor({ context, notify }: Pick<Parts, "context" | "notify">) {
    this.#notify = notify;
    // Without an open folder there is no storage of the workspace.
    const storage = context.storageUri ?? context.globalStorageUri;
    this.#files = new RecoveryFiles(Uri.joinPath(storage, folderName).fsPath);
  }

  /** Durable when it resolves. */
  async keep(document: TextDocument, region: Region, original: string): Promise<void> {
    await this.#files.keep(recordOf(document.uri.toString(), document.getText(), region.start, region.end, original));
  }

  /** Nobody waits for it: a record too many is offered, and harms nothing. */
  drop(document: TextDocument): void {
    this.#forget(document.uri.toString());
  }

  /** For documents of an earlier session of this window, as they are opened. `isOpen`: an inline edit of this session has it. */
  offerWhenOpened(isOpen: (document: TextDocument) => boolean): Disposable {
    const offer = (document: TextDocument) => {
      if (!isOpen(document)) void this.#offerOpened(document).catch((error) => this.#notify.failure(error));
    };
    for (const document of workspace.textDocuments) offer(document);
    // The editor may show the file as saved first, and put the unsaved text in a moment later.
    return Disposable.from(
      workspace.onDidOpenTextDocument(offer),
      workspace.onDidChangeTextDocument(({ document }) => offer(document)),
    );
  }

  /** For a document that was closed in the middle: what was saved of it may have a part of the change. */
  async offerClosed(document: TextDocument, partMessage: string, otherMessage: string): Promise<void> {
    const record = this.#recordOf(document);
    this.drop(document);
    const saved =
      document.isUntitled || record === undefined
        ? undefined
        : await workspace.openTextDocument(document.uri).then(
            (found) => found,
            () => undefined,
          );
    if (record !== undefined && saved !== undefined && isHalfEdited(record, saved.getText()))
      await this.#offer(record, saved, partMessage);
    else await this.#notify.info(otherMessage);
  }

  async #offerOpened(document: TextDocument): Promise<void> {
    const record = this.#recordOf(document);
    if (record === undefined) return;
    if (!isHalfEdited(record, document.getText())) return this.#dropLater(record);
    this.drop(document);
    const message = l10n.t(
      "The window was closed in the middle of an inline edit, and the text has a part of the change.",
    );
    await this.#offer(record, document, message);
  }

  /** From then on, changes are the user's. */
  #dropLater(record: RecoveryRecord): void {
    if (this.#leaving.has(record.uri)) return;
    this.#leaving.add(record.uri);
    setTimeout(() => {
      this.#leaving.delete(record.uri);
      if (this.#files.find(record.uri) === record) this.#forget(record.uri);
    }, unsavedMs);
  }

  async #offer(record: RecoveryRecord, document: TextDocument, message: string): Promise<void> {
    const restore = l10n.t("Restore the Text from Before");
    if ((await this.#notify.warn(message, restore)) !== restore) return;
    // The document may have been closed in the meantime.
    const now = await workspace.openTextDocument(document.uri);
    const place = findEdited(record, now.getText());
    if (place === undefined) {
      const copy = await workspace.openTextDocument({ language: now.languageId, content: record.original });
      await this.#notify.info(
        l10n.t("The text has changed since, so the lines from before are in a new document: {0}", copy.fileName),
      );
      return;
    }
    const edit = new WorkspaceEdit();
    edit.replace(now.uri, new Range(now.positionAt(place.start), now.positionAt(place.end)), record.original);
    await window.showTextDocument(now);
    await workspace.applyEdit(edit);
  }

  #forget(uri: string): void {
    this.#files.drop(uri).catch((error) => this.#notify.failure(error));
  }

  #recordOf({ uri }: TextDocument): RecoveryRecord | undefined {
    return this.#files.find(uri.toString());
  }
}
