import {
  l10n,
  type TextDocument,
  type TextDocumentChangeEvent,
  TextDocumentChangeReason,
  type TextEdit,
  type Uri,
} from "vscode";
import type { TaskEvent } from "../../server/protocol/events.ts";
import type { DiagnosticView, EditorDiagnosticsResult, SentParams } from "../../server/protocol/requests.ts";
import type { Parts } from "../parts.ts";
import { afterEvent, awaitsDecision, type EditProgress, nothingYet } from "./edit-progress.ts";
import { type EditedText, editorOf } from "./edited-text.ts";
import { failureSentence } from "./inline-words.ts";
import { LeftBlankLines } from "./left-blank-lines.ts";
import type { LiveDecorations } from "./live-decorations.ts";
import { decideHunk, finalRows, type Hunk, hunksOf, type Row, streamingRows } from "./live-diff.ts";
import { withLineEnds } from "./pieces.ts";
import type { RecoveryStore } from "./recovery-store.ts";
import { reportsWithin } from "./reports-within.ts";
import { type DiagnosticsWatch, diagnosticsOf } from "./settled-diagnostics.ts";
import { type ShownText, withoutRemovedLines, withRemovedLines } from "./shown-text.ts";

export type SessionState =
  /** Text comes in, or is waited for. */
  | { readonly kind: "streaming" }
  /** The whole replacement stands in the document as it would be saved, and is checked. */
  | { readonly kind: "checking" }
  /** The user decides. */
  | { readonly kind: "review"; readonly rows: readonly Row[] }
  /** The text from before comes back. */
  | { readonly kind: "restoring" }
  | { readonly kind: "ended" };

/** A hunk with a number that stays its own while others are decided. */
export interface Change extends Hunk {
  readonly id: number;
}

export interface SessionParts extends Pick<Parts, "server" | "tasks" | "notify"> {
  readonly decorations: LiveDecorations;
  readonly diagnostics: DiagnosticsWatch;
  readonly recovery: RecoveryStore;
  /** Its state or progress has changed. */
  changed(session: InlineSession): void;
  /** The document was put back to what is saved, as the editor also does before it closes one without saving. */
  reverted(session: InlineSession): Promise<void>;
}

export interface Continuation {
  readonly task: string;
  readonly how: "retry" | "escalate";
  readonly hint?: string;
}

/** Streamed text is shown this often at most, after the first change. */
const renderMs = 40;
const keepMs = 150;
const shownMs = 1_500;

/** One inline edit in a document, from sending the prompt to the user's decision. */
export class InlineSession {
  readonly text: EditedText;
  readonly prompt: string;
  readonly #parts: SessionParts;
  readonly #folder: Uri | undefined;
  #task: string | undefined;
  #state: SessionState = { kind: "streaming" };
  #progress: EditProgress = nothingYet;
  #drawn: readonly Row[] = [];
  /** After a save the removed lines stay out of the document, or each save would change it again. */
  #removedLinesShown = true;
  #ids: number[] = [];
  #rejectedOne = false;
  /** What the editor reports elsewhere may be the user's own doing from then on. */
  #typedElsewhere = false;
  #acceptedOne = false;
  #wasSaved = false;
  #due: NodeJS.Timeout | undefined;
  #rendering: Promise<void> | undefined;
  #again = false;
  /** Whether the document may be changed: only once its old text is kept. */
  #mayChange: Promise<boolean> = Promise.resolve(true);
  #keeping: NodeJS.Timeout | undefined;
  #left: LeftBlankLines | undefined;

  constructor(parts: SessionParts, text: EditedText, prompt: string, folder: Uri | undefined) {
    this.#parts = parts;
    this.text = text;
    this.prompt = prompt;
    this.#folder = folder;
  }

  get document(): TextDocument {
    return this.text.document;
  }

  get task(): string | undefined {
    return this.#task;
  }

  get state(): SessionState {
    return this.#state;
  }

  get progress(): EditProgress {
    return this.#progress;
  }

  /** What can be decided on; `from` and `to` count lines from `text.startLine` on. */
  get changes(): readonly Change[] {
    if (this.#state.kind !== "review") return [];
    return hunksOf(this.#drawn).map((hunk, index) => ({ ...hunk, id: this.#ids[index] ?? -1 }));
  }

  /** A change was accepted or rejected alone. */
  get hasDecided(): boolean {
    return this.#acceptedOne || this.#rejectedOne;
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
    const started = this.#parts.server.request("stepladder/inline/start", request);
    const kept = this.#parts.recovery.keep(this.document, this.text.region, this.text.original);
    // A visible document can be changed while the cursor is still on its way to it.
    this.#mayChange = Promise.all([kept, editorOf(this.document) ?? shown]).then(
      () => true,
      () => false,
    );
    this.#renderSoon();
    await Promise.all([
      this.#follow(started).catch((error) => this.#failed(error)),
      kept.catch((error) => {
        this.#cancelTask();
        return this.#failed(error);
      }),
    ]);
  }

  async #follow(started: Promise<{ readonly task: string }>): Promise<void> {
    const { task } = await started;
    this.#task = task;
    if (this.#isOver) return this.#cancelTask();
    await this.#parts.tasks.adopt(task, this.prompt, this.#folder?.fsPath);
  }

  async #failed(error: unknown): Promise<void> {
    await this.#giveBack();
    this.#parts.notify.failure(error);
  }

  /** The events of its task, in order. */
  take(event: TaskEvent): void {
    if (this.#state.kind !== "streaming" && this.#state.kind !== "checking") return;
    const before = this.#progress;
    this.#progress = afterEvent(before, event);
    if (this.#progress === before) return;
    if (event.type === "task-end") {
      this.#taskEnded(event.answer);
      return;
    }
    const checking = this.#progress.replacement !== undefined;
    this.#state = { kind: checking ? "checking" : "streaming" };
    if (checking && before.replacement === undefined) void this.#render();
    else if (this.#progress.streamed !== before.streamed) this.#showStreamed();
    if (event.type !== "edit-delta" || before.note !== undefined) this.#parts.changed(this);
  }

  /** The server is gone in the middle. */
  async interrupted(): Promise<void> {
    if (this.#state.kind === "streaming" || this.#state.kind === "checking") await this.#giveBack();
  }

  /** What the editor reports once the replacement stands in the document. */
  async diagnostics(): Promise<EditorDiagnosticsResult> {
    const until = Date.now() + shownMs;
    while (this.#state.kind === "streaming" && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await this.#rendering;
    if (this.#state.kind !== "checking") return { kind: "unknown", because: "The replacement is not shown." };
    const found = await this.#parts.diagnostics.settled(this.document);
    if (!this.#typedElsewhere) return found;
    const { start, end } = this.text.region;
    return reportsWithin(
      found,
      this.document.positionAt(start).line,
      this.document.positionAt(Math.max(start, end - 1)).line,
    );
  }

  /** Everything that is still open is accepted. */
  async accept(): Promise<void> {
    if (this.#state.kind !== "review") return;
    const { text } = withoutRemovedLines(this.#state.rows, this.text.lineEnd, this.text.region.followed);
    await this.#rendering;
    if (!(await this.text.settle(text))) return this.#lost();
    this.#decide(this.#rejectedOne ? "partly" : "accepted");
    this.#end();
  }

  /** All is as before, also what was accepted one by one. */
  async reject(): Promise<void> {
    if (this.#state.kind === "review") this.#decide("rejected");
    else this.#cancelTask();
    await this.#giveBack();
  }

  async decideChange(id: number, decision: "accept" | "reject"): Promise<void> {
    if (this.#state.kind !== "review") return;
    const index = this.#ids.indexOf(id);
    const whole = hunksOf(this.#state.rows)[index];
    if (whole === undefined) return;
    this.#ids.splice(index, 1);
    if (decision === "accept") this.#acceptedOne = true;
    else this.#rejectedOne = true;
    const rows = decideHunk(this.#state.rows, whole, decision);
    this.#state = { kind: "review", rows };
    if (hunksOf(rows).length > 0) {
      await this.#render();
      this.#parts.changed(this);
    } else if (this.#acceptedOne) await this.accept();
    else await this.reject();
  }

  /** Restores the text and sends the same lines again. Answers with the session that goes on. */
  async again(how: Continuation["how"], hint: string | undefined): Promise<InlineSession | undefined> {
    const task = this.#task;
    if (this.#state.kind !== "review" || task === undefined) return undefined;
    await this.#rendering;
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
    if (this.#task !== undefined) await this.#parts.server.request("stepladder/task/escalate", { task: this.#task });
  }

  /** Ends it with the text as before, for a reason that the user is told. */
  async stop(message: string): Promise<void> {
    await this.reject();
    void this.#parts.notify.info(message);
  }

  documentChanged(event: TextDocumentChangeEvent): void {
    this.#left?.follow(event);
    if (this.#state.kind === "ended") return;
    const blank = [...this.#drawn.entries()]
      .filter(([, { kind }]) => kind === "removed")
      .map(([index]) => this.text.startLine + index);
    switch (this.text.follow(event)) {
      case "none":
        return;
      case "elsewhere":
        this.#typedElsewhere = true;
        clearTimeout(this.#keeping);
        this.#keeping = setTimeout(() => this.#keep(), keepMs);
        return;
      case "overlaps":
        if (this.#state.kind === "restoring") return;
        void this.#overlapped(event, blank).catch((error) => this.#parts.notify.failure(error));
    }
  }

  /** What has to be changed before the document is saved: blank lines that stand for removed ones must not come to disk. */
  beforeSave(): TextEdit[] {
    if (this.#isOver) return [];
    this.#wasSaved = true;
    this.text.stepEnded();
    if (this.#drawn.every(({ kind }) => kind !== "removed")) return [];
    this.#removedLinesShown = false;
    const shown = withoutRemovedLines(this.#drawn, this.text.lineEnd, this.text.region.followed);
    const edit = this.text.asEdit(shown.text);
    this.#draw(shown.rows);
    return edit === undefined ? [] : [edit];
  }

  redraw(): void {
    if (!this.#isOver) this.#draw(this.#drawn);
  }

  /** The document is gone. */
  closed(): void {
    if (this.#state.kind !== "review") this.#cancelTask();
    else if (!this.#wasSaved) this.#decide("rejected");
    this.#end("keep the record");
  }

  #taskEnded(answer: string): void {
    const { outcome, replacement } = this.#progress;
    clearTimeout(this.#due);
    const fresh = replacement === undefined ? undefined : withLineEnds(replacement, this.text.lineEnd);
    if (awaitsDecision(this.#progress) && fresh !== undefined && fresh !== this.text.original) {
      const rows = finalRows(this.text.original, fresh);
      this.#ids = hunksOf(rows).map((_, index) => index);
      this.#state = { kind: "review", rows };
      void this.#render().then(() => this.#parts.changed(this));
      return;
    }
    const message = outcome && failureSentence(outcome, answer);
    void this.#giveBack().then(() => {
      if (message !== undefined) void this.#parts.notify.warn(message);
    });
  }

  /** The first change is not waited for. */
  #showStreamed(): void {
    if (this.text.shown === this.text.original && this.#shownNow().text !== this.text.shown) void this.#render();
    else this.#renderSoon();
  }

  #renderSoon(): void {
    this.#due ??= setTimeout(() => {
      this.#due = undefined;
      void this.#render();
    }, renderMs);
  }

  /** Never two at a time; what changed meanwhile is shown next. */
  #render(): Promise<void> {
    this.#again = true;
    this.#rendering ??= this.#renderAll().finally(() => {
      this.#rendering = undefined;
    });
    return this.#rendering;
  }

  async #renderAll(): Promise<void> {
    if (!(await this.#mayChange)) return;
    while (this.#again && !this.#isOver) {
      this.#again = false;
      const shown = this.#shownNow();
      if (!(await this.text.show(shown.text))) return;
      if (!this.#isOver) this.#draw(shown.rows);
    }
  }

  #shownNow(): ShownText {
    const { lineEnd, original, region } = this.text;
    const { streamed, replacement } = this.#progress;
    const layOut = this.#removedLinesShown ? withRemovedLines : withoutRemovedLines;
    if (this.#state.kind === "review") return layOut(this.#state.rows, lineEnd, region.followed);
    if (replacement !== undefined)
      return withoutRemovedLines(finalRows(original, withLineEnds(replacement, lineEnd)), lineEnd, region.followed);
    return layOut(streamingRows(original, withLineEnds(streamed, lineEnd)), lineEnd, region.followed);
  }

  #draw(rows: readonly Row[]): void {
    this.#drawn = rows;
    this.#parts.decorations.draw(this.document, this.text.startLine, rows);
  }

  async #giveBack(): Promise<void> {
    if (this.#isOver) return;
    clearTimeout(this.#due);
    this.#state = { kind: "restoring" };
    this.#draw([]);
    await this.#rendering;
    const restored = await this.text.restore();
    this.#end(restored ? "drop the record" : "keep the record");
  }

  get #isOver(): boolean {
    return this.#state.kind === "restoring" || this.#state.kind === "ended";
  }

  async #overlapped(event: TextDocumentChangeEvent, blank: readonly number[]): Promise<void> {
    const { kind } = this.#state;
    const undone = event.reason === TextDocumentChangeReason.Undo && this.text.isOriginal;
    if (!undone && !this.document.isDirty && !this.document.isUntitled) {
      this.closed();
      return await this.#parts.reverted(this);
    }
    if (kind === "review") this.#decide(undone ? "rejected" : "partly");
    else this.#cancelTask();
    this.#end();
    if (undone) return;
    this.#left = new LeftBlankLines(this.document, blank);
    this.#left.follow(event);
    await this.#left.takeOut();
    this.#left = undefined;
    if (kind !== "review")
      void this.#parts.notify.info(
        l10n.t("You typed into the lines of the inline edit, so it was stopped. Your text is kept."),
      );
  }

  async #lost(): Promise<void> {
    this.#end();
    void this.#parts.notify.warn(
      l10n.t("The editor did not take the change, so the inline edit was ended. Undo brings the text back."),
    );
  }

  #decide(decision: "accepted" | "partly" | "rejected"): void {
    if (this.#task === undefined) return;
    this.#parts.server
      .request("stepladder/inline/decide", { task: this.#task, decision })
      .catch((error) => this.#parts.notify.failure(error));
  }

  #cancelTask(): void {
    if (this.#task === undefined || this.#progress.outcome !== undefined) return;
    this.#parts.server
      .request("stepladder/task/cancel", { task: this.#task })
      .catch((error) => this.#parts.notify.failure(error));
  }

  #keep(): void {
    if (this.#state.kind !== "ended")
      this.#parts.recovery
        .keep(this.document, this.text.region, this.text.original)
        .catch((error) => this.#parts.notify.failure(error));
  }

  #end(record: "drop the record" | "keep the record" = "drop the record"): void {
    this.#state = { kind: "ended" };
    clearTimeout(this.#due);
    clearTimeout(this.#keeping);
    this.#drawn = [];
    this.#parts.decorations.clear(this.document);
    if (record === "drop the record") this.#parts.recovery.drop(this.document);
    this.#parts.changed(this);
  }
}

/** An inline edit of these lines, as the server is asked about it. */
export function inlineRequest(
  text: EditedText,
  folder: Uri | undefined,
  diagnostics: DiagnosticView[],
): Omit<SentParams<"stepladder/inline/start">, "prompt"> {
  const { document, region } = text;
  const endLine = region.followed ? document.positionAt(region.end).line : document.lineCount;
  return {
    uri: document.uri.toString(),
    languageId: document.languageId,
    text: document.getText(),
    startLine: text.startLine,
    endLine,
    diagnostics,
    ...(folder === undefined ? {} : { workspace: folder.fsPath }),
  };
}
