import { commands, Disposable, EventEmitter, type TextDocument, window } from "vscode";
import type { InlineSession } from "./inline-session.ts";

/** The inline edits of this window, one for a document; tells the editor which of its keys mean them now. */
export class OpenEdits implements Disposable {
  readonly #sessions = new Map<TextDocument, InlineSession>();
  readonly #changes = new EventEmitter<void>();
  readonly #told = new Map<string, boolean>();
  readonly #subscriptions = Disposable.from(
    this.#changes,
    window.onDidChangeActiveTextEditor(() => this.#tellContext()),
  );
  readonly onDidChange = this.#changes.event;

  get all(): readonly InlineSession[] {
    return [...this.#sessions.values()];
  }

  /** The one in the document that has the cursor. */
  get active(): InlineSession | undefined {
    const editor = window.activeTextEditor;
    return editor && this.of(editor.document);
  }

  of(document: TextDocument): InlineSession | undefined {
    return this.#sessions.get(document);
  }

  ofTask(task: string): InlineSession | undefined {
    return this.all.find((session) => session.task === task);
  }

  add(session: InlineSession): void {
    this.#sessions.set(session.document, session);
    this.changed(session);
  }

  /** An ended one is forgotten. */
  changed(session: InlineSession): void {
    if (session.state.kind === "ended" && this.of(session.document) === session)
      this.#sessions.delete(session.document);
    this.#changes.fire();
    this.#tellContext();
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #tellContext(): void {
    const kind = this.active?.state.kind;
    this.#tell("stepladder.inlineReview", kind === "review");
    this.#tell("stepladder.inlineStreaming", kind === "streaming" || kind === "checking");
  }

  #tell(key: string, value: boolean): void {
    if (this.#told.get(key) === value) return;
    this.#told.set(key, value);
    void commands.executeCommand("setContext", key, value);
  }
}
