import {
  commands,
  type DocumentSymbol,
  type SymbolInformation,
  type TextDocument,
  type TextEditor,
  type Uri,
} from "vscode";
import type { ContextItem } from "../../server/protocol/requests.ts";
import { pathIn } from "./folder.ts";
import { enclosingSymbol, type Lines, placeName, type SymbolLike, wholeLines } from "./place.ts";

/** What a command in the editor is about: the name for the prompt and the lines beside it. */
export interface Target {
  readonly place: string;
  readonly context: ContextItem;
}

/** The selection; without one the function around the cursor; without one the whole file. */
export async function targetOf(editor: TextEditor, folder: Uri): Promise<Target> {
  const { document, selection } = editor;
  const lines = selection.isEmpty
    ? await functionAround(document, selection.active.line)
    : wholeLines({ start: selection.start, end: selection.end });
  return { place: placeName(pathIn(folder, document.uri), lines), context: linesAsContext(document, folder, lines) };
}

/** What a selection may hold on the wire; longer ones go as the file, which the agent reads in pieces. */
const mostCharacters = 1_000_000;

/** Lines of a document as the editor shows them, saved or not; the file when there are none or too many. */
export function linesAsContext(document: TextDocument, folder: Uri, lines: Lines | undefined): ContextItem {
  const path = document.isUntitled ? document.fileName : pathIn(folder, document.uri);
  const shown = lines ?? { startLine: 0, endLine: document.lineCount };
  const text = document.getText(document.validateRange(rangeOf(document, shown)));
  const asFile = text.length > mostCharacters || (lines === undefined && !document.isUntitled);
  return asFile ? { kind: "file", path } : { kind: "selection", path, ...shown, text };
}

function rangeOf(document: TextDocument, { startLine, endLine }: Lines) {
  const first = document.lineAt(Math.min(startLine, document.lineCount - 1)).range;
  return first.union(document.lineAt(Math.min(Math.max(endLine - 1, startLine), document.lineCount - 1)).range);
}

/** Support of a language may be slow to come: until then the editor knows no symbols of it, or does not answer. */
const symbolsMs = 2_000;
const askAgainMs = 150;
/** Languages that were waited for once in vain. They are asked again, but not waited for. */
const silent = new Set<string>();

export async function functionAround(document: TextDocument, line: number): Promise<Lines | undefined> {
  const { languageId } = document;
  for (const until = Date.now() + symbolsMs; ; ) {
    const symbols = await symbolsOf(document, until - Date.now());
    if (symbols.length > 0) return enclosingSymbol(symbols.map(symbolLike), line);
    if (silent.has(languageId) || document.isClosed) return undefined;
    if (Date.now() >= until) silent.add(languageId);
    else await new Promise((resolve) => setTimeout(resolve, askAgainMs));
  }
}

async function symbolsOf(
  { uri }: TextDocument,
  most: number,
): Promise<readonly (DocumentSymbol | SymbolInformation)[]> {
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), most));
  const asked = commands.executeCommand<(DocumentSymbol | SymbolInformation)[] | undefined>(
    "vscode.executeDocumentSymbolProvider",
    uri,
  );
  return (await Promise.race([asked, late])) ?? [];
}

function symbolLike(symbol: DocumentSymbol | SymbolInformation): SymbolLike {
  return "children" in symbol ? symbol : { kind: symbol.kind, range: symbol.location.range };
}
