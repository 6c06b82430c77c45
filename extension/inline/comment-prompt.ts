import {
  CommentMode,
  type CommentThread,
  CommentThreadCollapsibleState,
  commands,
  comments,
  Disposable,
  l10n,
  Range,
  type TextDocument,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import type { PromptAnswer, PromptRequest } from "./prompt.ts";
import { HistoryWalk } from "./prompt-history.ts";

const openKey = "stepladder.inlinePrompt";
/** If the field is not there by then, comments are hidden: by a setting, or in Zen mode. */
const openMs = 1_000;
const focusMs = 800;
const foldMs = 150;
const mostTries = 5;

/**
 * The prompt at the cursor. It is a comment that is being written, because only such a field can stand between the lines of an
 * editor; the comment is gone with its answer, and nothing else of the editor's comments is touched.
 */
export class CommentPrompt implements Disposable {
  #open: OpenPrompt | undefined;
  readonly #commands: Disposable;

  constructor() {
    const register = (name: string, run: (open: OpenPrompt) => unknown) =>
      commands.registerCommand(`stepladder.inline.${name}`, () => this.#open && run(this.#open));
    this.#commands = Disposable.from(
      register("send", (open) => open.send()),
      register("dismiss", (open) => open.dismiss()),
      register("olderPrompt", (open) => open.older()),
      register("newerPrompt", (open) => open.newer()),
    );
  }

  /** Undefined when the editor shows no comments: then something else has to ask. A prompt that is still open is dismissed. */
  async ask(request: PromptRequest): Promise<PromptAnswer | undefined> {
    this.#open?.dismiss();
    if (!workspace.getConfiguration("comments").get("visible", true)) return undefined;
    const open = new OpenPrompt(request);
    this.#open = open;
    const answer = await open.answer;
    if (this.#open === open) {
      this.#open = undefined;
      void commands.executeCommand("setContext", openKey, false);
    }
    return answer;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** Puts the cursor into the prompt that is open in this document; false when there is none. */
  focus(document: TextDocument): boolean {
    if (this.#open?.document !== document) return false;
    void this.#open.unfold();
    return true;
  }

  dispose(): void {
    this.#open?.dismiss();
    this.#commands.dispose();
  }
}

class OpenPrompt {
  readonly answer: Promise<PromptAnswer | undefined>;
  readonly #request: PromptRequest;
  readonly #history: HistoryWalk;
  readonly #thread: CommentThread;
  readonly #parts: Disposable;
  #field: TextDocument | undefined;
  #closed = false;
  #end: (answer: PromptAnswer | undefined) => void;

  constructor(request: PromptRequest) {
    this.#request = request;
    this.#history = new HistoryWalk(request.history);
    const { promise, resolve } = Promise.withResolvers<PromptAnswer | undefined>();
    this.answer = promise;
    this.#end = resolve;
    const controller = comments.createCommentController("stepladder.inlinePrompt", "Stepladder");
    // The field belongs to the first comment that is opened from now on.
    const opened = workspace.onDidOpenTextDocument((document) => this.#found(document));
    this.#thread = this.#createThread(controller);
    this.#parts = Disposable.from(controller, opened);
    void this.#giveUpWhenHidden();
    void request.quote.then((sentence) => {
      this.#thread.label = sentence;
    });
  }

  get document(): TextDocument {
    return this.#request.editor.document;
  }

  send(): void {
    const prompt = this.#typed.trim();
    if (prompt !== "") this.#close({ kind: "sent", prompt });
  }

  dismiss(): void {
    this.#close({ kind: "dismissed", draft: this.#typed.trim() });
  }

  async older(): Promise<void> {
    if (!this.#cursorIsOnLine(0)) return void (await commands.executeCommand("cursorUp"));
    const prompt = this.#history.older(this.#typed);
    if (prompt !== undefined) await this.#type(prompt);
  }

  async newer(): Promise<void> {
    const last = (this.#field?.lineCount ?? 1) - 1;
    if (!this.#cursorIsOnLine(last)) return void (await commands.executeCommand("cursorDown"));
    const prompt = this.#history.newer();
    if (prompt !== undefined) await this.#type(prompt);
  }

  get #typed(): string {
    return this.#field?.getText() ?? "";
  }

  #createThread(controller: ReturnType<typeof comments.createCommentController>): CommentThread {
    const { editor, line, title } = this.#request;
    // An empty comment opens no comments view.
    const thread = controller.createCommentThread(editor.document.uri, new Range(line, 0, line, 0), [
      { body: "", mode: CommentMode.Editing, author: { name: l10n.t("What should become of these lines?") } },
    ]);
    thread.canReply = false;
    thread.label = title;
    thread.collapsibleState = CommentThreadCollapsibleState.Expanded;
    return thread;
  }

  /** Fields for replies name their extension as authority; fields of comments have none. */
  #found(document: TextDocument): void {
    const { scheme, authority } = document.uri;
    if (this.#field !== undefined || scheme !== "comment" || authority !== "" || document.getText() !== "") return;
    this.#field = document;
    void this.#focus();
  }

  /** The editor has to answer before the time counts: a busy one opens the field late. */
  async #giveUpWhenHidden(): Promise<void> {
    await commands.executeCommand("setContext", openKey, true);
    await new Promise((resolve) => setTimeout(resolve, openMs));
    if (this.#field !== undefined || this.#closed) return;
    await commands.executeCommand("setContext", openKey, true);
    if (this.#field === undefined && !this.#closed) this.#close(undefined);
  }

  /** A thread that unfolds puts the cursor into its unfinished comment; if it did so before the field was there, it has to do it again. */
  async #focus(): Promise<void> {
    for (let tries = 1; tries <= mostTries && !this.#closed; tries++) {
      await focused(this.#field, focusMs * tries);
      if (this.#closed) return;
      // A busy editor tells late that the cursor is there, but before it answers this. Folding would take it from who types.
      await commands.executeCommand("setContext", openKey, true);
      if (this.#closed || this.#typed !== "" || window.activeTextEditor?.document === this.#field) return;
      await this.unfold();
    }
  }

  async unfold(): Promise<void> {
    this.#thread.collapsibleState = CommentThreadCollapsibleState.Collapsed;
    // Two changes at once would be told to the editor as none.
    await new Promise((resolve) => setTimeout(resolve, foldMs));
    if (!this.#closed) this.#thread.collapsibleState = CommentThreadCollapsibleState.Expanded;
  }

  #cursorIsOnLine(line: number): boolean {
    const editor = window.activeTextEditor;
    return editor?.document !== this.#field || editor?.selection.active.line === line;
  }

  async #type(text: string): Promise<void> {
    if (this.#field === undefined) return;
    const edit = new WorkspaceEdit();
    edit.replace(this.#field.uri, new Range(0, 0, this.#field.lineCount, 0), text);
    await workspace.applyEdit(edit);
    await commands.executeCommand("cursorBottom");
  }

  #close(answer: PromptAnswer | undefined): void {
    this.#closed = true;
    this.#parts.dispose();
    this.#thread.dispose();
    this.#end(answer);
  }
}

function focused(field: TextDocument | undefined, most: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(late);
      listener.dispose();
      resolve();
    };
    const late = setTimeout(end, most);
    const listener = window.onDidChangeActiveTextEditor((editor) => editor?.document === field && end());
    if (window.activeTextEditor?.document === field) end();
  });
}
