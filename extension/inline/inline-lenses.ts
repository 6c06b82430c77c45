import { CodeLens, type CodeLensProvider, type Command, type Event, l10n, Range, type TextDocument } from "vscode";
import type { InlineSession } from "./inline-session.ts";
import { progressSentence, verdictSentence } from "./inline-words.ts";

/** Says above the edited lines what goes on, and offers what can be done; above each change what can be done with it. */
export class InlineLenses implements CodeLensProvider {
  readonly onDidChangeCodeLenses: Event<void>;
  readonly #sessionOf: (document: TextDocument) => InlineSession | undefined;

  constructor(sessionOf: (document: TextDocument) => InlineSession | undefined, changed: Event<void>) {
    this.#sessionOf = sessionOf;
    this.onDidChangeCodeLenses = changed;
  }

  provideCodeLenses(document: TextDocument): CodeLens[] {
    const session = this.#sessionOf(document);
    if (session === undefined) return [];
    const { state, progress, text } = session;
    const at = (line: number, commands: readonly Command[]) =>
      commands.map((command) => new CodeLens(new Range(line, 0, line, 0), command));
    switch (state.kind) {
      case "restoring":
      case "ended":
        return [];
      case "streaming":
      case "checking":
        return at(text.startLine, [
          said(
            `$(loading~spin) ${progressSentence(progress, state.kind === "checking")}`,
            progress.note?.kind === "stepping-up" ? progress.note.because : undefined,
          ),
          offered(l10n.t("Stop"), "reject"),
          offered(l10n.t("Escalate"), "escalate"),
        ]);
      case "review": {
        const icon = progress.outcome?.kind === "proved" ? "$(verified)" : "$(question)";
        const whole = [
          offered(l10n.t("$(check-all) Accept"), "accept"),
          offered(l10n.t("$(close-all) Reject"), "reject"),
          offered(l10n.t("Retry…"), "retry"),
          offered(l10n.t("Escalate"), "escalate"),
          said(`${icon} ${verdictSentence(progress)}`, progress.verdict?.because),
        ];
        const changes = session.changes.flatMap(({ from, id }) =>
          at(text.startLine + from, [
            offered(l10n.t("$(check) Accept Change"), "acceptChange", id),
            offered(l10n.t("$(close) Reject Change"), "rejectChange", id),
          ]),
        );
        return [...at(text.startLine, whole), ...(session.changes.length > 1 || session.hasDecided ? changes : [])];
      }
    }
  }
}

function said(title: string, tooltip: string | undefined): Command {
  return { title, command: "", ...(tooltip === undefined ? {} : { tooltip }) };
}

function offered(title: string, name: string, ...args: readonly unknown[]): Command {
  return { title, command: `stepladder.inline.${name}`, arguments: [...args] };
}
