import { t } from "@vscode/l10n";
import { html, type TemplateResult } from "lit";
import { type DiffLine, diffLines } from "./diff-lines.ts";
import { visibleText } from "./visible-text.ts";

const signs = { added: "+", removed: "-", same: " ", hunk: "", file: "" } as const;

/** A unified diff in the theme's colours, every line of it; it scrolls where it is long. */
export function diffView(diff: string, label: string): TemplateResult {
  return html`<div class="diff" role="group" tabindex="0" aria-label=${label}><table class="diff-lines" role="presentation"><tbody>${shownLines(diffLines(diff)).map(diffRow)}</tbody></table></div>`;
}

/** Of a single file the name stands beside the diff already. */
function shownLines(lines: readonly DiffLine[]): readonly DiffLine[] {
  const heads = lines.filter(({ kind, text }) => kind === "file" && /^(?:---|\+\+\+) /.test(text));
  return heads.length > 2 ? lines : lines.filter((line) => !heads.includes(line));
}

function diffRow(line: DiffLine): TemplateResult {
  const spoken = line.kind === "added" ? t("added:") : line.kind === "removed" ? t("removed:") : "";
  return html`<tr class=${line.kind}><td class="number">${line.line ?? ""}</td><td class="text"><span class="spoken">${spoken}</span><span aria-hidden="true">${signs[line.kind]}</span>${visibleText(line.text)}</td></tr>`;
}
