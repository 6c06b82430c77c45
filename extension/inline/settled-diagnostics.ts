import {
  type Diagnostic,
  DiagnosticSeverity,
  type Disposable,
  languages,
  type TextDocument,
  type Uri,
  workspace,
} from "vscode";
import type { DiagnosticView, EditorDiagnosticsResult } from "../../server/protocol/requests.ts";

const firstReportMs = 1_200;
const quietMs = 400;
/** Reports about a text that was still streaming may come late: errors count only when they stay this long. */
const doubtMs = 1_500;
const mostMs = 6_000;
const mostDiagnostics = 5_000;

/** What the editor reports of a document, for the server. */
export function diagnosticsOf(uri: Uri): DiagnosticView[] {
  return languages.getDiagnostics(uri).slice(0, mostDiagnostics).map(viewOf);
}

/** Knows for which languages anything was ever reported: from silence about a document of another nothing may be concluded. */
export class DiagnosticsWatch implements Disposable {
  readonly #reported = new Set<string>();
  readonly #listeners = new Set<(uris: ReadonlySet<string>) => void>();
  readonly #subscription: Disposable;

  constructor() {
    this.#subscription = languages.onDidChangeDiagnostics(({ uris }) => {
      const changed = new Set(uris.map(String));
      for (const { uri, languageId } of workspace.textDocuments)
        if (changed.has(uri.toString())) this.#reported.add(languageId);
      for (const listener of this.#listeners) listener(changed);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Call it when the text to judge is shown: it waits for reports about the document until they stay the same for a while. */
  async settled({ uri, languageId }: TextDocument): Promise<EditorDiagnosticsResult> {
    const came = await this.#quiet(uri);
    if (!came && !this.#reported.has(languageId) && languages.getDiagnostics(uri).length === 0)
      return { kind: "unknown", because: "The editor reports nothing for this document." };
    return { kind: "settled", diagnostics: diagnosticsOf(uri) };
  }

  /** False when no report came. */
  #quiet(uri: Uri): Promise<boolean> {
    return new Promise((resolve) => {
      let came = false;
      const end = () => {
        this.#listeners.delete(listener);
        clearTimeout(quiet);
        clearTimeout(longest);
        resolve(came);
      };
      let quiet = setTimeout(end, hasErrors(uri) ? doubtMs : firstReportMs);
      const longest = setTimeout(end, mostMs);
      const listener = (uris: ReadonlySet<string>) => {
        if (!uris.has(uri.toString())) return;
        came = true;
        clearTimeout(quiet);
        quiet = setTimeout(end, hasErrors(uri) ? doubtMs : quietMs);
      };
      this.#listeners.add(listener);
    });
  }
}

function hasErrors(uri: Uri): boolean {
  return languages.getDiagnostics(uri).some(({ severity }) => severity === DiagnosticSeverity.Error);
}

const severities: Readonly<Record<DiagnosticSeverity, DiagnosticView["severity"]>> = {
  [DiagnosticSeverity.Error]: "error",
  [DiagnosticSeverity.Warning]: "warning",
  [DiagnosticSeverity.Information]: "information",
  [DiagnosticSeverity.Hint]: "hint",
};

function viewOf({ range, severity, message, source }: Diagnostic): DiagnosticView {
  return {
    line: range.start.line,
    severity: severities[severity],
    message: message.slice(0, 10_000),
    ...(source === undefined ? {} : { source: source.slice(0, 200) }),
  };
}
