import {
  commands,
  Disposable,
  EventEmitter,
  l10n,
  languages,
  Position,
  Range,
  Selection,
  type TextDocument,
  type TextEditor,
  TextEditorRevealType,
  TextEditorSelectionChangeKind,
  ThemeColor,
  ThemeIcon,
  type Uri,
  window,
  workspace,
} from "vscode";
import { chooseFolder } from "../commands/folder.ts";
import { functionAround } from "../commands/target.ts";
import { ServerFailure } from "../connection/server-failure.ts";
import type { Parts } from "../parts.ts";
import { CommentPrompt } from "./comment-prompt.ts";
import { EditedText, regionOf } from "./edited-text.ts";
import { InlineLenses } from "./inline-lenses.ts";
import { type Change, InlineSession, inlineRequest, type SessionParts } from "./inline-session.ts";
import { quoteSentence } from "./inline-words.ts";
import { askInInputBox } from "./input-prompt.ts";
import { LiveDecorations } from "./live-decorations.ts";
import type { PromptRequest } from "./prompt.ts";
import { remember } from "./prompt-history.ts";
import { RecoveryStore } from "./recovery-store.ts";
import { DiagnosticsWatch, diagnosticsOf } from "./settled-diagnostics.ts";
import { indentedBlock, selectedLines, type TargetLines } from "./target-lines.ts";

const closedMs = 1_500;
const historyKey = "stepladder.inlinePrompts";

/** The inline editor agent: its commands, and the inline edits of this window, one for a document. */
export function registerInlineEditor(parts: Parts): Disposable {
  const editor = new InlineEditor(parts);
  return editor;
}

class InlineEditor implements Disposable {
  readonly #parts: Parts;
  readonly #sessions = new Map<TextDocument, InlineSession>();
  readonly #lensesChanged = new EventEmitter<void>();
  readonly #decorations = new LiveDecorations(() => this.#redraw());
  readonly #diagnostics = new DiagnosticsWatch();
  readonly #recovery: RecoveryStore;
  readonly #prompt = new CommentPrompt();
  readonly #aimed = window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new ThemeColor("editor.rangeHighlightBackground"),
  });
  readonly #told = new Map<string, boolean>();
  /** The lines that a prompt is open for, which move when others are typed above them. */
  #asked: EditedText | undefined;
  readonly #subscriptions: Disposable;
  #disposed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#recovery = new RecoveryStore(parts);
    this.#subscriptions = Disposable.from(
      this.#lensesChanged,
      this.#decorations,
      this.#diagnostics,
      this.#prompt,
      this.#aimed,
      this.#commands(),
      this.#documents(),
      this.#recovery.offerWhenOpened((document) => this.#sessions.has(document)),
      languages.registerCodeLensProvider(
        { pattern: "**" },
        new InlineLenses((document) => this.#sessions.get(document), this.#lensesChanged.event),
      ),
      parts.tasks.onEvent(({ task, event }) => this.#sessionOfTask(task)?.take(event)),
      parts.tasks.onDidChange(({ task, state }) => {
        if (state === "interrupted") void this.#run(async () => this.#sessionOfTask(task)?.interrupted());
      }),
      parts.server.answerDiagnostics(
        async ({ task }) =>
          (await this.#sessionOfTask(task)?.diagnostics()) ?? {
            kind: "unknown",
            because: "No such inline edit is shown.",
          },
      ),
    );
  }

  /** What is in the middle stays as it is: the record of its old text is offered when the window is back. */
  dispose(): void {
    this.#disposed = true;
    this.#subscriptions.dispose();
  }

  #commands(): Disposable {
    const inline = (name: string, run: (session: InlineSession, argument: unknown) => Promise<void> | void) =>
      commands.registerCommand(`stepladder.inline.${name}`, (argument: unknown) =>
        this.#run(async () => {
          const session = this.#activeSession;
          if (session !== undefined) await run(session, argument);
        }),
      );
    return Disposable.from(
      commands.registerCommand("stepladder.editSelection", (prompt: unknown) =>
        this.#run(() => this.#edit(typeof prompt === "string" ? prompt : undefined)),
      ),
      // Without an answer of ours, its key would put a new line into lines that still stream.
      inline("accept", (session) => (session.state.kind === "review" ? session.accept() : this.#notYet())),
      inline("reject", (session) => session.reject()),
      inline("acceptChange", (session, id) => this.#decideChange(session, id, "accept")),
      inline("rejectChange", (session, id) => this.#decideChange(session, id, "reject")),
      inline("nextChange", (session) => this.#goTo(session, 1)),
      inline("previousChange", (session) => this.#goTo(session, -1)),
      inline("retry", (session) => this.#retry(session)),
      inline("escalate", (session) =>
        session.state.kind === "review" ? this.#again(session, "escalate", undefined) : session.stepUp(),
      ),
    );
  }

  #documents(): Disposable {
    const leaving = (uris: readonly Uri[], message: (name: string) => string) =>
      Promise.all(
        [...this.#sessions.values()]
          .filter(({ document }) => uris.some((uri) => isAtOrBelow(document.uri, uri)))
          .map((session) => session.stop(message(nameOf(session.document)))),
      );
    return Disposable.from(
      workspace.onDidChangeTextDocument((event) => {
        if (this.#asked?.document === event.document) this.#asked.follow(event);
        this.#sessions.get(event.document)?.documentChanged(event);
      }),
      workspace.onWillSaveTextDocument((event) => {
        const edits = this.#sessions.get(event.document)?.beforeSave() ?? [];
        if (edits.length > 0) event.waitUntil(Promise.resolve(edits));
      }),
      workspace.onDidCloseTextDocument((document) => void this.#run(() => this.#closed(document))),
      workspace.onWillRenameFiles((event) =>
        event.waitUntil(
          leaving(
            event.files.map(({ oldUri }) => oldUri),
            (name) => l10n.t("{0} is being renamed, so its inline edit was stopped. The text is as before.", name),
          ),
        ),
      ),
      workspace.onWillDeleteFiles((event) =>
        event.waitUntil(
          leaving(event.files, (name) =>
            l10n.t("{0} is being deleted, so its inline edit was stopped. The text is as before.", name),
          ),
        ),
      ),
      window.onDidChangeActiveTextEditor(() => this.#tellContext()),
      window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
        const byHand = kind === TextEditorSelectionChangeKind.Keyboard || kind === TextEditorSelectionChangeKind.Mouse;
        if (byHand) this.#sessions.get(textEditor.document)?.text.stepEnded();
      }),
      window.onDidChangeVisibleTextEditors(() => this.#redraw()),
    );
  }

  /** Asks for a prompt, unless whoever calls has one. */
  async #edit(prompt?: string): Promise<void> {
    const editor = window.activeTextEditor;
    if (editor === undefined) {
      await this.#parts.notify.info(l10n.t("Open the text first, and put the cursor where it is to change."));
      return;
    }
    if (editor.document.uri.scheme === "comment" || this.#prompt.focus(editor.document)) return;
    const open = this.#sessions.get(editor.document);
    if (open !== undefined && !(await this.#decideFirst(open))) return;
    const { selection, document } = editor;
    const aimed = this.#aim(editor);
    const asked: Asked =
      prompt === undefined
        ? await this.#ask({
            editor,
            line: selection.active.line,
            title: l10n.t("Asking for the price…"),
            quote: aimed.then((text) => this.#quote(text)),
          })
        : { prompt, shown: Promise.resolve() };
    const text = await aimed;
    if (this.#asked === text) this.#asked = undefined;
    editor.setDecorations(this.#aimed, []);
    if (asked.prompt === undefined || document.isClosed) return await asked.shown;
    const lines = text.isLost ? await targetLines(editor) : undefined;
    // A selection would lie over the colours of the diff.
    if (!editor.selection.isEmpty) editor.selection = new Selection(editor.selection.start, editor.selection.start);
    const first = new Position(text.startLine, 0);
    editor.revealRange(new Range(first, first), TextEditorRevealType.InCenterIfOutsideViewport);
    const folder = workspace.getWorkspaceFolder(document.uri)?.uri ?? (await chooseFolder(document.uri));
    await this.#open(
      new InlineSession(
        this.#sessionParts,
        lines === undefined ? text : new EditedText(document, regionOf(document, lines)),
        asked.prompt,
        folder,
      ),
      asked.shown,
    );
  }

  /** Where the edit goes; shown in the editor while the prompt is open. */
  async #aim(editor: TextEditor): Promise<EditedText> {
    const { startLine, endLine } = await targetLines(editor);
    const text = new EditedText(editor.document, regionOf(editor.document, { startLine, endLine }));
    this.#asked = text;
    editor.setDecorations(this.#aimed, [new Range(startLine, 0, endLine - 1, 0)]);
    return text;
  }

  async #quote(text: EditedText): Promise<string> {
    const folder = workspace.getWorkspaceFolder(text.document.uri)?.uri ?? workspace.workspaceFolders?.[0]?.uri;
    try {
      const request = inlineRequest(text, folder, diagnosticsOf(text.document.uri));
      return quoteSentence(await this.#parts.server.request("stepladder/inline/quote", request));
    } catch (error) {
      if (error instanceof ServerFailure) return error.message;
      throw error;
    }
  }

  async #ask(request: Omit<PromptRequest, "history">): Promise<Asked> {
    const { globalState } = this.#parts.context;
    const history = globalState.get<readonly string[]>(historyKey, []);
    const { editor } = request;
    const quote = request.quote.catch((error) => {
      this.#parts.notify.failure(error);
      return l10n.t("The price is not known.");
    });
    const older = { iconPath: new ThemeIcon("history"), tooltip: l10n.t("Earlier Prompts") };
    const answer =
      (await this.#prompt.ask({ ...request, quote, history })) ??
      (await askInInputBox({ ...request, quote, history }, older));
    const typed = answer.kind === "sent" ? answer.prompt : answer.draft;
    if (typed !== "") void this.#run(async () => globalState.update(historyKey, remember(history, typed)));
    const shown =
      editor.document.isClosed || this.#prompt.isOpen ? Promise.resolve() : this.#run(() => showAgain(editor));
    return { prompt: answer.kind === "sent" ? answer.prompt : undefined, shown };
  }

  async #open(session: InlineSession, shown: Promise<void>): Promise<void> {
    this.#sessions.set(session.document, session);
    this.#changed(session);
    await session.start(shown);
  }

  /** False when the open edit of the document stays open. */
  async #decideFirst(open: InlineSession): Promise<boolean> {
    const [accept, reject, stop] = [l10n.t("Accept"), l10n.t("Reject"), l10n.t("Stop It")];
    const review = open.state.kind === "review";
    const answer = review
      ? await this.#parts.notify.info(l10n.t("Decide on the open inline edit of this document first."), accept, reject)
      : await this.#parts.notify.info(l10n.t("An inline edit of this document is still running."), stop);
    if (answer === accept) await open.accept();
    else if (answer !== undefined) await open.reject();
    return answer !== undefined;
  }

  async #notYet(): Promise<void> {
    await this.#parts.notify.info(
      l10n.t("The inline edit is not checked yet: accept it then, or stop it with Escape."),
    );
  }

  async #retry(session: InlineSession): Promise<void> {
    const editor = window.visibleTextEditors.find(({ document }) => document === session.document);
    if (editor === undefined || session.state.kind !== "review") return;
    const { prompt: hint, shown } = await this.#ask({
      editor,
      line: session.text.startLine,
      title: l10n.t("What should be different?"),
      quote: Promise.resolve(l10n.t("Retry: what should be different?")),
    });
    await shown;
    if (hint !== undefined) await this.#again(session, "retry", hint);
  }

  async #again(session: InlineSession, how: "retry" | "escalate", hint: string | undefined): Promise<void> {
    const next = await session.again(how, hint);
    if (next === undefined) return;
    this.#sessions.set(next.document, next);
    this.#changed(next);
  }

  async #decideChange(session: InlineSession, id: unknown, decision: "accept" | "reject"): Promise<void> {
    const chosen = typeof id === "number" ? id : this.#changeAtCursor(session)?.id;
    if (chosen !== undefined) await session.decideChange(chosen, decision);
  }

  /** The change that the cursor stands in, else the next below, else the last. */
  #changeAtCursor({ text, changes }: InlineSession): Change | undefined {
    const line = (window.activeTextEditor?.selection.active.line ?? 0) - text.startLine;
    return changes.find(({ to }) => line < to) ?? changes.at(-1);
  }

  #goTo(session: InlineSession, step: 1 | -1): void {
    const editor = window.activeTextEditor;
    if (editor === undefined) return;
    const line = editor.selection.active.line - session.text.startLine;
    const { changes } = session;
    const change =
      step === 1
        ? (changes.find(({ from }) => from > line) ?? changes[0])
        : (changes.findLast(({ from }) => from < line) ?? changes.at(-1));
    if (change === undefined) return;
    const at = new Position(session.text.startLine + change.from, 0);
    editor.selection = new Selection(at, at);
    editor.revealRange(new Range(at, at), TextEditorRevealType.InCenterIfOutsideViewport);
  }

  async #closed(document: TextDocument): Promise<void> {
    const session = this.#sessions.get(document);
    // A change of the language looks like closing, too.
    if (session === undefined || !document.isClosed) return;
    session.closed();
    await this.#tellLeft(session);
  }

  /** The document was closed or put back to what is saved, and the session is over. */
  async #tellLeft({ document, wasSaved }: InlineSession): Promise<void> {
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
    await this.#parts.notify.info(stopped);
  }

  /** False when the extension is left before the time is over. */
  #stays(milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => setTimeout(() => resolve(!this.#disposed), milliseconds));
  }

  get #sessionParts(): SessionParts {
    const { server, tasks, notify } = this.#parts;
    return {
      server,
      tasks,
      notify,
      decorations: this.#decorations,
      diagnostics: this.#diagnostics,
      recovery: this.#recovery,
      changed: (session) => this.#changed(session),
      reverted: (session) => this.#tellLeft(session),
    };
  }

  #changed(session: InlineSession): void {
    if (session.state.kind === "ended" && this.#sessions.get(session.document) === session)
      this.#sessions.delete(session.document);
    this.#lensesChanged.fire();
    this.#tellContext();
  }

  get #activeSession(): InlineSession | undefined {
    const editor = window.activeTextEditor;
    return editor && this.#sessions.get(editor.document);
  }

  #tellContext(): void {
    const kind = this.#activeSession?.state.kind;
    this.#tell("stepladder.inlineReview", kind === "review");
    this.#tell("stepladder.inlineStreaming", kind === "streaming" || kind === "checking");
  }

  #tell(key: string, value: boolean): void {
    if (this.#told.get(key) === value) return;
    this.#told.set(key, value);
    void commands.executeCommand("setContext", key, value);
  }

  #sessionOfTask(task: string): InlineSession | undefined {
    return [...this.#sessions.values()].find((session) => session.task === task);
  }

  #redraw(): void {
    for (const session of this.#sessions.values()) session.redraw();
  }

  async #run(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#parts.notify.failure(error);
    }
  }
}

/** What the user was asked for; undefined when the prompt was dismissed. `shown` never rejects: the document has the cursor again. */
interface Asked {
  readonly prompt: string | undefined;
  readonly shown: Promise<void>;
}

async function showAgain({ document, viewColumn }: TextEditor): Promise<void> {
  await window.showTextDocument(document, viewColumn === undefined ? {} : { viewColumn });
}

async function targetLines({ document, selection }: TextEditor): Promise<TargetLines> {
  const { start, end, isEmpty, active } = selection;
  const chosen = selectedLines(
    { startLine: start.line, endLine: end.line, endCharacter: end.character, isEmpty },
    document.lineAt(active.line).isEmptyOrWhitespace,
  );
  return (
    chosen ??
    (await functionAround(document, active.line)) ??
    indentedBlock(document.getText().split(/\r\n?|\n/), active.line)
  );
}

function isAtOrBelow(uri: Uri, folder: Uri): boolean {
  const [one, other] = [uri.toString(), folder.toString()];
  return one === other || one.startsWith(`${other}/`);
}

function nameOf({ fileName }: TextDocument): string {
  return fileName.split(/[\\/]/).at(-1) ?? fileName;
}
