import {
  l10n,
  type TextDocument,
  type TextDocumentChangeEvent,
  TextDocumentChangeReason,
  type TextEdit,
  type Uri,
} from "vscode";
import type { TaskEvent } from "../../server/protocol/events.ts";
import type { EditorDiagnosticsResult } from "../../server/protocol/requests.ts";
import { type Change, ChangeReview } from "./change-review.ts";
import { afterEvent, awaitsDecision, type EditProgress, nothingYet } from "./edit-progress.ts";
import { type EditedText, editorOf } from "./edited-text.ts";
import { inlineRequest } from "./inline-request.ts";
import { type Decision, InlineTask } from "./inline-task.ts";
import { failureSentence } from "./inline-words.ts";
import { KeptText } from "./kept-text.ts";
import { LeftBlankLines } from "./left-blank-lines.ts";
import { finalRows, streamingRows } from "./live-diff.ts";
import { LiveView, type Wanted } from "./live-view.ts";
import { withLineEnds } from "./pieces.ts";
import { reportsWithin } from "./reports-within.ts";
import type { Continuation, SessionParts, SessionState } from "./session-state.ts";
import { diagnosticsOf } from "./settled-diagnostics.ts";
import { withoutRemovedLines } from "./shown-text.ts";

const shownMs = 1_500;

/** One inline edit in a document, from sending the prompt to the user's decision. */
export class InlineSession {
  readonly text: EditedText;
  readonly prompt: string;
  readonly #parts: SessionParts;
  readonly #folder: Uri | undefined;
  readonly #task: InlineTask;
  readonly #view: LiveView;
  readonly #kept: KeptText;
  #state: SessionState = { kind: "streaming" };
  #progress: EditProgress = nothingYet;
  /** What the editor reports elsewhere may be the user's own doing from then on. */
  #typedElsewhere = false;
  #wasSaved = false;
  #left: LeftBlankLines | undefined;

  constructor(parts: SessionParts, text: EditedText, prompt: string, folder: Uri | undefined) {
    this.#parts = parts;
    this.text = text;
    this.prompt = prompt;
    this.#folder = folder;
    this.#task = new InlineTask(parts);
    this.#view = new LiveView(text, parts.decorations, () => this.#wanted());
    this.#kept = new KeptText(text, parts);
  }

  get document(): TextDocument {
    return this.text.document;
  }

  get task(): string | undefined {
    return this.#task.id;
  }

  get state(): SessionState {
    return this.#state;
  }

  get progress(): EditProgress {
    return this.#progress;
  }

  /** What can be decided on; `from` and `to` count lines from `text.startLine` on, and there is at least one. */
  get changes(): readonly Change[] {
    if (this.#state.kind !== "review") return [];
    const { rows, changes } = this.#state.review;
    return changes.map(({ id, from, to }) => {
      const [first, end] = [this.#view.lineOf(rows, from), this.#view.lineOf(rows, to)];
      return { id, from: first, to: Math.max(end, first + 1) };
    });
  }

  /** A change was accepted or rejected alone. */
  get hasDecided(): boolean {
    if (this.#state.kind !== "review") return false;
    const { accepted, rejected } = this.#state.review.decided;
    return accepted || rejected;
  }

  /** A part of the change may stand on disk. */
  get wasSaved(): boolean {
    return this.#wasSaved;
  }

  /**
   * Sends it at once; the document is changed when it is `shown` and its old text is kept. Whatever goes wrong is told, and the
   * text is as before then.
   */
  async start(shown: Promise<void>, continues?: Continuation): Promise<void> {
    const request = {
      ...inlineRequest(this.text, this.#folder, diagnosticsOf(this.document.uri)),
      prompt: this.prompt,
      ...(continues === undefined ? {} : { continues }),
    };
    const started = this.#task.start(request).catch((error) => this.#failed(error));
    const kept = this.#kept.keep();
    // A visible document can be changed while the cursor is still on its way to it.
    this.#view.openWith(Promise.all([kept, editorOf(this.document) ?? shown]));
    await kept.catch((error) => {
      this.#task.cancel();
      return this.#failed(error);
    });
    await started;
  }

  /** The events of its task, in order. */
  take(event: TaskEvent): void {
    if (!this.#isRunning) return;
    const before = this.#progress;
    this.#progress = afterEvent(before, event);
    if (this.#progress === before) return;
    if (event.type === "task-end") this.#taskEnded(event.answer);
    else this.#told(event, before);
  }

  /** The server is gone in the middle. */
  async interrupted(): Promise<void> {
    if (this.#isRunning) await this.#giveBack();
  }

  /** What the editor reports once the replacement stands in the document. */
  async diagnostics(): Promise<EditorDiagnosticsResult> {
    await this.#whenChecking(Date.now() + shownMs);
    if (this.#state.kind !== "checking") return { kind: "unknown", because: "The replacement is not shown." };
    const found = await this.#parts.diagnostics.settled(this.document);
    return this.#typedElsewhere ? reportsWithin(found, ...this.text.lines) : found;
  }

  /** Everything that is still open is accepted. */
  async accept(): Promise<void> {
    if (this.#state.kind !== "review") return;
    const { rows, decided } = this.#state.review;
    const { text } = withoutRemovedLines(rows, this.text.lineEnd, this.text.region.followed);
    await this.#view.settled();
    if (!(await this.text.settle(text))) return this.#lost();
    this.#task.decide(decided.rejected ? "partly" : "accepted");
    this.#end();
  }

  /** All is as before, also what was accepted one by one. */
  async reject(): Promise<void> {
    this.#endTask("rejected");
    await this.#giveBack();
  }

  async decideChange(id: number, decision: "accept" | "reject"): Promise<void> {
    if (this.#state.kind !== "review") return;
    const review = this.#state.review.decide(id, decision);
    if (review === undefined) return;
    this.#state = { kind: "review", review };
    if (review.changes.length > 0) {
      await this.#view.show();
      this.#parts.changed(this);
    } else if (review.decided.accepted) await this.accept();
    else await this.reject();
  }

  /** Restores the text and sends the same lines again. Answers with the session that goes on. */
  async again(how: Continuation["how"], hint: string | undefined): Promise<InlineSession | undefined> {
    const task = this.task;
    if (this.#state.kind !== "review" || task === undefined) return undefined;
    await this.#view.settled();
    if (!(await this.text.show(this.text.original))) {
      await this.#lost();
      return undefined;
    }
    this.#end();
    const next = new InlineSession(this.#parts, this.text, this.prompt, this.#folder);
    void next.start(Promise.resolve(), { task, how, ...(hint === undefined ? {} : { hint }) });
    return next;
  }

  /** While it runs: the next model takes over at once. */
  async stepUp(): Promise<void> {
    await this.#task.stepUp();
  }

  /** Ends it with the text as before, for a reason that the user is told. */
  async stop(message: string): Promise<void> {
    await this.reject();
    void this.#parts.notify.info(message);
  }

  documentChanged(event: TextDocumentChangeEvent): void {
    this.#left?.follow(event);
    if (this.#state.kind === "ended") return;
    const { blankLines } = this.#view;
    switch (this.text.follow(event)) {
      case "none":
        return;
      case "elsewhere":
        this.#typedElsewhere = true;
        this.#kept.keepSoon();
        return;
      case "overlaps":
        if (this.#state.kind === "restoring") return;
        void this.#overlapped(event, blankLines).catch((error) => this.#parts.notify.failure(error));
    }
  }

  /** What has to be changed before the document is saved: blank lines that stand for removed ones must not come to disk. */
  beforeSave(): TextEdit[] {
    if (this.#isOver) return [];
    this.#wasSaved = true;
    this.text.stepEnded();
    const edit = this.#view.takeBlankLinesOut();
    return edit === undefined ? [] : [edit];
  }

  redraw(): void {
    if (!this.#isOver) this.#view.redraw();
  }

  /** The document is gone. */
  closed(): void {
    if (this.#isRunning || !this.#wasSaved) this.#endTask("rejected");
    this.#end("keep the record");
  }

  get #isRunning(): boolean {
    return this.#state.kind === "streaming" || this.#state.kind === "checking";
  }

  get #isOver(): boolean {
    return this.#state.kind === "restoring" || this.#state.kind === "ended";
  }

  async #whenChecking(until: number): Promise<void> {
    while (this.#state.kind === "streaming" && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await this.#view.settled();
  }

  #wanted(): Wanted | undefined {
    if (this.#isOver) return undefined;
    if (this.#state.kind === "review") return { rows: this.#state.review.rows, isTrue: false };
    const { lineEnd, original } = this.text;
    const { streamed, replacement } = this.#progress;
    return replacement === undefined
      ? { rows: streamingRows(original, withLineEnds(streamed, lineEnd)), isTrue: false }
      : { rows: finalRows(original, withLineEnds(replacement, lineEnd)), isTrue: true };
  }

  #told(event: TaskEvent, before: EditProgress): void {
    const checking = this.#progress.replacement !== undefined;
    this.#state = { kind: checking ? "checking" : "streaming" };
    if (checking && before.replacement === undefined) void this.#view.show();
    else if (this.#progress.streamed !== before.streamed) this.#view.showStreamed();
    if (event.type !== "edit-delta" || before.note !== undefined) this.#parts.changed(this);
  }

  #taskEnded(answer: string): void {
    const { outcome, replacement } = this.#progress;
    this.#view.stop();
    const fresh = replacement === undefined ? undefined : withLineEnds(replacement, this.text.lineEnd);
    if (awaitsDecision(this.#progress) && fresh !== undefined && fresh !== this.text.original) {
      this.#state = { kind: "review", review: new ChangeReview(finalRows(this.text.original, fresh)) };
      void this.#view.show().then(() => this.#parts.changed(this));
      return;
    }
    const message = outcome && failureSentence(outcome, answer);
    void this.#giveBack().then(() => {
      if (message !== undefined) void this.#parts.notify.warn(message);
    });
  }

  async #giveBack(): Promise<void> {
    if (this.#isOver) return;
    this.#state = { kind: "restoring" };
    this.#view.clear();
    await this.#view.settled();
    const restored = await this.text.restore();
    this.#end(restored ? "drop the record" : "keep the record");
  }

  async #failed(error: unknown): Promise<void> {
    await this.#giveBack();
    this.#parts.notify.failure(error);
  }

  async #overlapped(event: TextDocumentChangeEvent, blank: readonly number[]): Promise<void> {
    const wasRunning = this.#isRunning;
    const undone = event.reason === TextDocumentChangeReason.Undo && this.text.isOriginal;
    if (!undone && !this.document.isDirty && !this.document.isUntitled) {
      this.closed();
      return await this.#parts.reverted(this);
    }
    this.#endTask(undone ? "rejected" : "partly");
    this.#end();
    if (undone) return;
    this.#left = new LeftBlankLines(this.document, blank);
    this.#left.follow(event);
    await this.#left.takeOut();
    this.#left = undefined;
    if (wasRunning)
      void this.#parts.notify.info(l10n.t("Stopped, because you typed into the lines. Your text is kept."));
  }

  async #lost(): Promise<void> {
    this.#end();
    void this.#parts.notify.warn(
      l10n.t("The editor did not take the change, so the inline edit was ended. Undo brings the text back."),
    );
  }

  /** With the user's verdict, or by a cancel while there is nothing to judge yet. */
  #endTask(decision: Decision): void {
    if (this.#state.kind === "review") this.#task.decide(decision);
    else if (this.#progress.outcome === undefined) this.#task.cancel();
  }

  #end(record: "drop the record" | "keep the record" = "drop the record"): void {
    this.#state = { kind: "ended" };
    this.#view.clear();
    if (record === "drop the record") this.#kept.drop();
    else this.#kept.leave();
    this.#parts.changed(this);
  }
}
