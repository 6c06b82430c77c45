import {
  Disposable,
  l10n,
  Range,
  type TextDocument,
  type TextEditor,
  ThemeColor,
  ThemeIcon,
  window,
  workspace,
} from "vscode";
import { ServerFailure } from "../connection/server-failure.ts";
import type { Parts } from "../parts.ts";
import { aimedLines } from "./aimed-lines.ts";
import { CommentPrompt } from "./comment-prompt.ts";
import { EditedText, regionOf } from "./edited-text.ts";
import { inlineRequest } from "./inline-request.ts";
import { quoteSentence } from "./inline-words.ts";
import { askInInputBox } from "./input-prompt.ts";
import type { PromptRequest } from "./prompt.ts";
import { remember } from "./prompt-history.ts";
import { diagnosticsOf } from "./settled-diagnostics.ts";
import type { TargetLines } from "./target-lines.ts";

const historyKey = "stepladder.inlinePrompts";

/** `prompt` is undefined when it was dismissed. `shown` never rejects: the document has the cursor again. */
export interface Asked {
  readonly prompt: string | undefined;
  readonly shown: Promise<void>;
}

/** Asks what should become of lines that are marked meanwhile, with the quote above the field and earlier prompts at hand. */
export class EditPrompt implements Disposable {
  readonly #parts: Pick<Parts, "context" | "server" | "notify">;
  readonly #field = new CommentPrompt();
  readonly #marked = window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new ThemeColor("editor.rangeHighlightBackground"),
  });
  /** The lines that a prompt is open for, which move when others are typed above them. */
  #aimed: EditedText | undefined;
  readonly #subscriptions = Disposable.from(
    this.#field,
    this.#marked,
    workspace.onDidChangeTextDocument((event) => {
      if (this.#aimed?.document === event.document) this.#aimed.follow(event);
    }),
  );

  constructor(parts: Pick<Parts, "context" | "server" | "notify">) {
    this.#parts = parts;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** Puts the cursor into the prompt that is open in this document; false when there is none. */
  focus(document: TextDocument): boolean {
    return this.#field.focus(document);
  }

  /** Asks for an edit, unless whoever calls has a prompt already. The lines are those that are meant when it is answered. */
  async forEdit(editor: TextEditor, prompt: string | undefined): Promise<Asked & { readonly text: EditedText }> {
    const aim = this.#aim(editor);
    const asked: Asked =
      prompt === undefined
        ? await this.#ask({
            editor,
            line: editor.selection.active.line,
            title: l10n.t("Asking for the price…"),
            quote: aim.then((text) => this.#quote(text)),
          })
        : { prompt, shown: Promise.resolve() };
    const text = await aim;
    if (this.#aimed === text) this.#aimed = undefined;
    editor.setDecorations(this.#marked, []);
    if (!text.isLost || asked.prompt === undefined || editor.document.isClosed) return { ...asked, text };
    return { ...asked, text: textOf(editor, await aimedLines(editor)) };
  }

  async forHint(editor: TextEditor, line: number): Promise<Asked> {
    return await this.#ask({
      editor,
      line,
      title: l10n.t("What should be different?"),
      quote: Promise.resolve(l10n.t("Retry: what should be different?")),
    });
  }

  async #aim(editor: TextEditor): Promise<EditedText> {
    const lines = await aimedLines(editor);
    const text = textOf(editor, lines);
    this.#aimed = text;
    editor.setDecorations(this.#marked, [new Range(lines.startLine, 0, lines.endLine - 1, 0)]);
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
    const { context, notify } = this.#parts;
    const history = context.globalState.get<readonly string[]>(historyKey, []);
    const { editor } = request;
    const quote = request.quote.catch((error) => {
      notify.failure(error);
      return l10n.t("The price is not known.");
    });
    const older = { iconPath: new ThemeIcon("history"), tooltip: l10n.t("Earlier Prompts") };
    const answer =
      (await this.#field.ask({ ...request, quote, history })) ??
      (await askInInputBox({ ...request, quote, history }, older));
    const typed = answer.kind === "sent" ? answer.prompt : answer.draft;
    // Nobody waits for the editor to note it, nor for the cursor.
    if (typed !== "")
      context.globalState
        .update(historyKey, remember(history, typed))
        .then(undefined, (error: unknown) => notify.failure(error));
    const isThere = !editor.document.isClosed && !this.#field.isOpen;
    const shown = isThere ? showAgain(editor).catch((error) => notify.failure(error)) : Promise.resolve();
    return { prompt: answer.kind === "sent" ? answer.prompt : undefined, shown };
  }
}

function textOf({ document }: TextEditor, lines: TargetLines): EditedText {
  return new EditedText(document, regionOf(document, lines));
}

async function showAgain({ document, viewColumn }: TextEditor): Promise<void> {
  await window.showTextDocument(document, viewColumn === undefined ? {} : { viewColumn });
}
