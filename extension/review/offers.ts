import {
  CodeAction,
  CodeActionKind,
  type CodeActionProvider,
  CodeLens,
  type CodeLensProvider,
  type Command,
  type Event,
  l10n,
  Range,
  type TextDocument,
  type Uri,
} from "vscode";
import { type Desk, openChanges } from "./decide.ts";
import { changeAt } from "./line-changes.ts";

/** Where a command of the review acts: what menus, lenses, hovers and light bulbs pass. Lines are 0-based. */
export interface Place {
  readonly uri: Uri;
  readonly line: number;
}

/** Keep and undo in the light bulb of a changed line: the way that needs no mouse and works in every diff. */
export class ReviewActions implements CodeActionProvider {
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  async provideCodeActions(document: TextDocument, range: Range): Promise<CodeAction[]> {
    const found = this.#desk.reviews.find(document.uri);
    if (found === undefined) return [];
    const place = { uri: document.uri, line: range.start.line };
    if (found.file.change !== "modified") return [keepFile(place), undoFile(place)].map(action);
    const changes = await openChanges(this.#desk.before, found.file, document.getText());
    const change = changeAt(changes, place.line);
    if (change === undefined) return [];
    return [keepChange(place), undoChange(place), keepFile(place), undoFile(place)].map(action);
  }
}

/** The same above each change, where code lenses are shown: in ordinary editors, and in diffs with `diffEditor.codeLens`. */
export class ReviewLenses implements CodeLensProvider {
  readonly onDidChangeCodeLenses: Event<void>;
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.onDidChangeCodeLenses = desk.reviews.onDidChange;
  }

  async provideCodeLenses(document: TextDocument): Promise<CodeLens[]> {
    const found = this.#desk.reviews.find(document.uri);
    if (found === undefined) return [];
    const changes = await openChanges(this.#desk.before, found.file, document.getText());
    return changes.flatMap((change) => {
      const place = { uri: document.uri, line: Math.min(change.afterStart, document.lineCount - 1) };
      const range = new Range(place.line, 0, place.line, 0);
      return [keepChange(place), undoChange(place)].map((command) => new CodeLens(range, command));
    });
  }
}

export function keepChange(place: Place): Command {
  return { command: "stepladder.review.keepChange", title: l10n.t("Keep this change"), arguments: [place] };
}

export function undoChange(place: Place): Command {
  return { command: "stepladder.review.undoChange", title: l10n.t("Undo this change"), arguments: [place] };
}

function keepFile(place: Place): Command {
  return { command: "stepladder.review.keepFile", title: l10n.t("Keep this file"), arguments: [place] };
}

function undoFile(place: Place): Command {
  return { command: "stepladder.review.undoFile", title: l10n.t("Undo this file"), arguments: [place] };
}

function action(command: Command): CodeAction {
  const offered = new CodeAction(command.title, CodeActionKind.QuickFix);
  offered.command = command;
  return offered;
}
