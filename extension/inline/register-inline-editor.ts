import {
  commands,
  Disposable,
  l10n,
  languages,
  Position,
  Range,
  Selection,
  type TextEditor,
  TextEditorRevealType,
  TextEditorSelectionChangeKind,
  window,
  workspace,
} from "vscode";
import { chooseFolder } from "../commands/folder.ts";
import type { Parts } from "../parts.ts";
import { registerDecisions } from "./decision-commands.ts";
import { EditPrompt } from "./edit-prompt.ts";
import type { EditedText } from "./edited-text.ts";
import { InlineLenses } from "./inline-lenses.ts";
import { InlineSession } from "./inline-session.ts";
import { LeftDocuments } from "./left-documents.ts";
import { LiveDecorations } from "./live-decorations.ts";
import { OpenEdits } from "./open-edits.ts";
import { RecoveryStore } from "./recovery-store.ts";
import type { SessionParts } from "./session-state.ts";
import { DiagnosticsWatch } from "./settled-diagnostics.ts";

/**
 * The inline editor agent. What is in the middle when it is disposed stays as it is: the record of its old text is offered when
 * the window is back.
 */
export function registerInlineEditor(parts: Parts): Disposable {
  const { server, tasks, notify } = parts;
  const edits = new OpenEdits();
  const prompt = new EditPrompt(parts);
  const recovery = new RecoveryStore(parts);
  const left = new LeftDocuments(notify, edits, recovery);
  const decorations = new LiveDecorations(() => redraw(edits));
  const diagnostics = new DiagnosticsWatch();
  const sessionParts: SessionParts = {
    server,
    tasks,
    notify,
    decorations,
    diagnostics,
    recovery,
    changed: (session) => edits.changed(session),
    reverted: (session) => left.tell(session),
  };
  const edit = async (given: unknown) => {
    try {
      await editLines(typeof given === "string" ? given : undefined, { edits, prompt, notify, sessionParts });
    } catch (error) {
      notify.failure(error);
    }
  };
  return Disposable.from(
    edits,
    decorations,
    diagnostics,
    prompt,
    left,
    commands.registerCommand("stepladder.editSelection", edit),
    registerDecisions(edits, prompt, notify),
    tellSessions(edits, parts),
    recovery.offerWhenOpened((document) => edits.of(document) !== undefined),
    languages.registerCodeLensProvider(
      { pattern: "**" },
      new InlineLenses((document) => edits.of(document), edits.onDidChange),
    ),
  );
}

interface Editing {
  readonly edits: OpenEdits;
  readonly prompt: EditPrompt;
  readonly notify: Parts["notify"];
  readonly sessionParts: SessionParts;
}

/** Asks for a prompt, unless whoever calls has one, and sends it. */
async function editLines(given: string | undefined, { edits, prompt, notify, sessionParts }: Editing): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined) {
    await notify.info(l10n.t("Open the text first, and put the cursor where it is to change."));
    return;
  }
  const { document } = editor;
  if (document.uri.scheme === "comment" || prompt.focus(document)) return;
  const open = edits.of(document);
  if (open !== undefined && !(await decideFirst(open, notify))) return;
  const { text, prompt: sent, shown } = await prompt.forEdit(editor, given);
  if (sent === undefined || document.isClosed) return;
  makeRoom(editor, text);
  const folder = workspace.getWorkspaceFolder(document.uri)?.uri ?? (await chooseFolder(document.uri));
  const session = new InlineSession(sessionParts, text, sent, folder);
  edits.add(session);
  await session.start(shown);
}

/** False when the open edit of the document stays open. */
async function decideFirst(open: InlineSession, notify: Parts["notify"]): Promise<boolean> {
  const [accept, reject, stop] = [l10n.t("Accept"), l10n.t("Reject"), l10n.t("Stop It")];
  const review = open.state.kind === "review";
  const answer = review
    ? await notify.info(l10n.t("Decide on the open inline edit of this document first."), accept, reject)
    : await notify.info(l10n.t("An inline edit of this document is still running."), stop);
  if (answer === accept) await open.accept();
  else if (answer !== undefined) await open.reject();
  return answer !== undefined;
}

/** The lines are in sight, and no selection lies over the colours of the diff. */
function makeRoom(editor: TextEditor, { startLine }: EditedText): void {
  if (!editor.selection.isEmpty) editor.selection = new Selection(editor.selection.start, editor.selection.start);
  const first = new Position(startLine, 0);
  editor.revealRange(new Range(first, first), TextEditorRevealType.InCenterIfOutsideViewport);
}

/** What happens in the editor and to their tasks. */
function tellSessions(edits: OpenEdits, { tasks, server, notify }: Parts): Disposable {
  return Disposable.from(
    tasks.onEvent(({ task, event }) => edits.ofTask(task)?.take(event)),
    tasks.onDidChange(({ task, state }) => {
      if (state === "interrupted")
        edits
          .ofTask(task)
          ?.interrupted()
          .catch((error) => notify.failure(error));
    }),
    server.answerDiagnostics(
      async ({ task }) =>
        (await edits.ofTask(task)?.diagnostics()) ?? { kind: "unknown", because: "No such inline edit is shown." },
    ),
    workspace.onDidChangeTextDocument((event) => edits.of(event.document)?.documentChanged(event)),
    workspace.onWillSaveTextDocument((event) => {
      const changes = edits.of(event.document)?.beforeSave() ?? [];
      if (changes.length > 0) event.waitUntil(Promise.resolve(changes));
    }),
    window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
      const byHand = kind === TextEditorSelectionChangeKind.Keyboard || kind === TextEditorSelectionChangeKind.Mouse;
      if (byHand) edits.of(textEditor.document)?.text.stepEnded();
    }),
    window.onDidChangeVisibleTextEditors(() => redraw(edits)),
  );
}

function redraw(edits: OpenEdits): void {
  for (const session of edits.all) session.redraw();
}
