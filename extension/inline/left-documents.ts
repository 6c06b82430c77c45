import { Disposable, l10n, type TextDocument, type Uri, workspace } from "vscode";
import type { Parts } from "../parts.ts";
import type { InlineSession } from "./inline-session.ts";
import type { OpenEdits } from "./open-edits.ts";
import type { RecoveryStore } from "./recovery-store.ts";

const closedMs = 1_500;

/** Documents that leave in the middle of an inline edit: they are closed, put back to what is saved, renamed or deleted. */
export class LeftDocuments implements Disposable {
  readonly #notify: Parts["notify"];
  readonly #edits: OpenEdits;
  readonly #recovery: RecoveryStore;
  readonly #subscriptions: Disposable;
  #disposed = false;

  constructor(notify: Parts["notify"], edits: OpenEdits, recovery: RecoveryStore) {
    this.#notify = notify;
    this.#edits = edits;
    this.#recovery = recovery;
    this.#subscriptions = Disposable.from(
      workspace.onDidCloseTextDocument((document) => this.#closed(document).catch((error) => notify.failure(error))),
      workspace.onWillRenameFiles((event) => {
        const uris = event.files.map(({ oldUri }) => oldUri);
        event.waitUntil(
          this.#stop(uris, (name) =>
            l10n.t("{0} is being renamed, so its inline edit was stopped. The text is as before.", name),
          ),
        );
      }),
      workspace.onWillDeleteFiles((event) => {
        event.waitUntil(
          this.#stop(event.files, (name) =>
            l10n.t("{0} is being deleted, so its inline edit was stopped. The text is as before.", name),
          ),
        );
      }),
    );
  }

  dispose(): void {
    this.#disposed = true;
    this.#subscriptions.dispose();
  }

  /** The document was closed or put back to what is saved, and the session is over. */
  async tell({ document, wasSaved }: InlineSession): Promise<void> {
    // A window that is reloaded closes its documents first; then what is kept has to stay for the next start.
    if (!(await this.#stays(closedMs))) return;
    const name = nameOf(document);
    const [part, stopped] = document.isClosed
      ? [
          l10n.t("{0} was closed during an inline edit, and has a part of the change on disk.", name),
          l10n.t("{0} was closed, so its inline edit was stopped. The prompt is kept in the history.", name),
        ]
      : [
          l10n.t("{0} was put back to what is saved, and that has a part of the inline edit.", name),
          l10n.t("{0} was put back to what is saved, so its inline edit was stopped.", name),
        ];
    if (wasSaved) return await this.#recovery.offerClosed(document, part, stopped);
    this.#recovery.drop(document);
    await this.#notify.info(stopped);
  }

  async #closed(document: TextDocument): Promise<void> {
    const session = this.#edits.of(document);
    // A change of the language looks like closing, too.
    if (session === undefined || !document.isClosed) return;
    session.closed();
    await this.tell(session);
  }

  async #stop(uris: readonly Uri[], message: (name: string) => string): Promise<void> {
    const leaving = this.#edits.all.filter(({ document }) => uris.some((uri) => isAtOrBelow(document.uri, uri)));
    await Promise.all(leaving.map((session) => session.stop(message(nameOf(session.document)))));
  }

  /** False when the extension is left before the time is over. */
  #stays(milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => setTimeout(() => resolve(!this.#disposed), milliseconds));
  }
}

function isAtOrBelow(uri: Uri, folder: Uri): boolean {
  const [one, other] = [uri.toString(), folder.toString()];
  return one === other || one.startsWith(`${other}/`);
}

function nameOf({ fileName }: TextDocument): string {
  return fileName.split(/[\\/]/).at(-1) ?? fileName;
}
