import { commands, Disposable, l10n, Position, Range, Selection, TextEditorRevealType, window } from "vscode";
import type { Parts } from "../parts.ts";
import type { Change } from "./change-review.ts";
import type { EditPrompt } from "./edit-prompt.ts";
import type { InlineSession } from "./inline-session.ts";
import type { OpenEdits } from "./open-edits.ts";

/** What the user can do with the inline edit of the active document. */
export function registerDecisions(edits: OpenEdits, prompt: EditPrompt, notify: Parts["notify"]): Disposable {
  const register = (name: string, run: (session: InlineSession, argument: unknown) => Promise<void> | void) =>
    commands.registerCommand(`stepladder.inline.${name}`, async (argument: unknown) => {
      const session = edits.active;
      try {
        if (session !== undefined) await run(session, argument);
      } catch (error) {
        notify.failure(error);
      }
    });
  const again = async (session: InlineSession, how: "retry" | "escalate", hint: string | undefined) => {
    const next = await session.again(how, hint);
    if (next !== undefined) edits.add(next);
  };
  const retry = async (session: InlineSession) => {
    const editor = window.visibleTextEditors.find(({ document }) => document === session.document);
    if (editor === undefined || session.state.kind !== "review") return;
    const { prompt: hint, shown } = await prompt.forHint(editor, session.text.startLine);
    await shown;
    if (hint !== undefined) await again(session, "retry", hint);
  };
  const notYet = async () => {
    await notify.info(l10n.t("The inline edit is not checked yet: accept it then, or stop it with Escape."));
  };
  return Disposable.from(
    // Without an answer of ours, its key would put a new line into lines that still stream.
    register("accept", (session) => (session.state.kind === "review" ? session.accept() : notYet())),
    register("reject", (session) => session.reject()),
    register("acceptChange", (session, id) => decideChange(session, id, "accept")),
    register("rejectChange", (session, id) => decideChange(session, id, "reject")),
    register("nextChange", (session) => goTo(session, 1)),
    register("previousChange", (session) => goTo(session, -1)),
    register("retry", retry),
    register("escalate", (session) =>
      session.state.kind === "review" ? again(session, "escalate", undefined) : session.stepUp(),
    ),
  );
}

async function decideChange(session: InlineSession, id: unknown, decision: "accept" | "reject"): Promise<void> {
  const chosen = typeof id === "number" ? id : changeAtCursor(session)?.id;
  if (chosen !== undefined) await session.decideChange(chosen, decision);
}

/** The change that the cursor stands in, else the next below, else the last. */
function changeAtCursor({ text, changes }: InlineSession): Change | undefined {
  const line = (window.activeTextEditor?.selection.active.line ?? 0) - text.startLine;
  return changes.find(({ to }) => line < to) ?? changes.at(-1);
}

function goTo(session: InlineSession, step: 1 | -1): void {
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
