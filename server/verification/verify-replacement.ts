import type { Ground } from "../protocol/grounds.ts";
import type { DiagnosticView } from "../protocol/requests.ts";
import { type Checks, type Look, looked } from "./as-check.ts";
import { plural } from "./evidence.ts";
import { checkParses } from "./parses.ts";
import type { Evidence, Verdict } from "./verdict.ts";

/** An inline edit before it is accepted: whole texts, and what the editor says of both. */
export interface ReplacementToVerify {
  /** A file name with its extension, or undefined for a document that has none. */
  readonly name: string | undefined;
  readonly languageId: string;
  readonly before: string;
  readonly after: string;
  /** The user's own words. */
  readonly prompt: string;
  /** What the editor reported before; those in the edited lines are what the prompt may be about. */
  readonly reported: readonly DiagnosticView[];
  readonly inEditedLines: readonly DiagnosticView[];
  /** What the editor reports now that the replacement is shown. Resolves in any case. */
  readonly reportNow: () => Promise<Reported>;
}

export type Reported =
  | { readonly kind: "settled"; readonly diagnostics: readonly DiagnosticView[] }
  /** Nothing is concluded from it. One sentence. */
  | { readonly kind: "unknown"; readonly because: string };

/**
 * Looks at the whole text, then at the editor's reports. Only errors that were not there before refute: new warnings are told,
 * and where nothing can look, nothing is concluded. Gone errors prove an edit that was asked to remove them; else nothing here
 * can show that the edit does what was asked.
 */
export async function* verifyReplacement(edit: ReplacementToVerify): Checks<Verdict> {
  const evidence: Evidence[] = [];
  const grounds: readonly Ground[] = [asksForFix(edit) ? "findings" : "looks"];
  let gone: readonly DiagnosticView[] = [];
  for (const [check, look] of [
    ["file parses", () => lookForSyntax(edit)],
    [
      "editor's problems",
      async () => {
        const reported = await edit.reportNow();
        if (reported.kind === "unknown") return { outcome: "skipped", summary: reported.because, detail: "" };
        gone = edit.inEditedLines.filter((one) => isError(one) && !isAmong(one, reported.diagnostics));
        return compareReports(edit.reported, reported.diagnostics);
      },
    ],
  ] as const satisfies readonly (readonly [string, () => Promise<Look>])[]) {
    const found = yield* looked(check, evidence, look);
    if (found.outcome === "failed") return { kind: "refuted", because: found.summary, evidence, grounds };
  }
  if (asksForFix(edit) && gone.length >= errorsIn(edit).length && edit.after.trim() !== "") {
    const because = `${plural(gone.length, "error")} of the edited lines ${gone.length === 1 ? "is" : "are"} gone, and no new one came.`;
    return { kind: "proved", because, evidence, grounds };
  }
  return { kind: "unproved", because: whyUnproved(evidence), evidence, grounds };
}

async function lookForSyntax({ name, languageId, before, after }: ReplacementToVerify): Promise<Look> {
  const path = name ?? `untitled${extensions[languageId] ?? ""}`;
  const found = await checkParses(path, before, after);
  switch (found.kind) {
    case "parses":
      return { outcome: "passed", summary: "The file parses without new syntax errors.", detail: "" };
    case "skipped":
      return { outcome: "skipped", summary: "The file can't be parsed here.", detail: "" };
    case "broken": {
      const lines = found.errors.map((error) => `line ${error.line}: ${error.message}`);
      const summary = `The edit brought ${plural(lines.length, "syntax error")}: ${lines[0]}.`;
      return { outcome: "failed", summary, detail: lines.slice(0, 40).join("\n") };
    }
  }
}

function compareReports(before: readonly DiagnosticView[], now: readonly DiagnosticView[]): Look {
  const fresh = now.filter((one) => !isAmong(one, before));
  const errors = fresh.filter(isError);
  const first = errors[0];
  if (first !== undefined) {
    const summary = `The edit brought ${plural(errors.length, "error")} that the editor reports: ${first.message.split("\n", 1)[0]}`;
    return { outcome: "failed", summary, detail: listed(errors) };
  }
  const warnings = fresh.filter((one) => one.severity === "warning");
  const summary =
    warnings.length === 0
      ? "The editor reports no new problems."
      : `The editor reports no new errors, and ${plural(warnings.length, "new warning")}.`;
  return { outcome: "passed", summary, detail: listed(warnings) };
}

/** Lines move, so a report is the same wherever it stands. */
function isAmong(one: DiagnosticView, others: readonly DiagnosticView[]): boolean {
  return others.some(
    (other) => other.severity === one.severity && other.message === one.message && other.source === one.source,
  );
}

const isError = (one: DiagnosticView): boolean => one.severity === "error";

function listed(reports: readonly DiagnosticView[]): string {
  return reports
    .slice(0, 20)
    .map(({ line, source, message }) => `line ${line + 1}: ${message}${source === undefined ? "" : ` (${source})`}`)
    .join("\n");
}

const speaksOfProblems =
  /\b(?:fix|repair|resolve|correct|errors?|problems?|diagnostics?|compil\w*|type[- ]?check\w*)\b/i;

function asksForFix(edit: ReplacementToVerify): boolean {
  const errors = errorsIn(edit);
  return (
    errors.length > 0 &&
    (speaksOfProblems.test(edit.prompt) || errors.some(({ message }) => edit.prompt.includes(message)))
  );
}

function errorsIn({ inEditedLines }: ReplacementToVerify): readonly DiagnosticView[] {
  return inEditedLines.filter(isError);
}

function whyUnproved(evidence: readonly Evidence[]): string {
  const passed = evidence.filter((one) => one.outcome === "passed").map((one) => one.summary);
  if (passed.length === 0) return "Nothing here can check this document, so look at the change yourself.";
  return `${passed.join(" ")} Nothing shows that the change does what was asked, so look at it yourself.`;
}

/** For documents without a file name: the extension that the language usually has. */
const extensions: Readonly<Record<string, string>> = {
  javascript: ".js",
  javascriptreact: ".jsx",
  typescript: ".ts",
  typescriptreact: ".tsx",
  python: ".py",
  go: ".go",
  rust: ".rs",
  java: ".java",
  ruby: ".rb",
  php: ".php",
  csharp: ".cs",
  c: ".c",
  cpp: ".cpp",
  css: ".css",
  shellscript: ".sh",
  ini: ".ini",
  powershell: ".ps1",
  json: ".json",
  jsonc: ".jsonc",
};
