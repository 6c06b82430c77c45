import { t } from "@vscode/l10n";
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { EvidenceView } from "../../server/protocol/events.ts";
import { countChanges, diffLines } from "../shared/diff-lines.ts";
import { diffView } from "../shared/diff-view.ts";
import { duration } from "../shared/duration.ts";
import { icon } from "../shared/icon.ts";
import { visibleCommand, visibleLine, visibleText } from "../shared/visible-text.ts";
import "../shared/markdown-view.ts";
import { PanelElement } from "./panel-element.ts";
import type { Part } from "./task-view.ts";

/** Longer diffs are folded at first. */
const shortDiff = 30;
/** Of text that is being written, no more than its end is drawn. */
const longestTail = 30_000;

const toolIcons: Readonly<Record<string, string>> = {
  ...{
    read_file: "file-text",
    edit_file: "edit",
    edit_blocks: "edit",
    apply_patch: "edit",
    apply_diff: "edit",
    write_file: "new-file",
    list_files: "list-tree",
    search: "search",
  },
  ...{
    run_command: "terminal",
    check: "beaker",
    ask_user: "comment-discussion",
    delegate: "type-hierarchy",
    finish: "flag",
  },
};

/** One thing that an attempt did. Drawn again only when it changed. */
class PartView extends PanelElement {
  static override properties = { step: { attribute: false }, unfolded: { state: true } };
  declare step: Part;
  /** Undefined until the user folds or unfolds it. */
  declare unfolded: boolean | undefined;

  protected override shouldUpdate(changed: PropertyValues): boolean {
    return changed.has("step") || changed.has("unfolded");
  }

  protected override render(): TemplateResult {
    const part = this.step;
    switch (part.kind) {
      case "text":
        return html`<stepladder-markdown class="text" .text=${part.text}></stepladder-markdown>`;
      case "thinking":
        return this.#fold(
          "lightbulb",
          t("Thinking"),
          lastLine(part.text),
          false,
          () => plain(part.text),
          part.open ? "busy" : "",
        );
      case "edit":
        return this.#fold(
          "edit",
          t("Replacement"),
          "",
          true,
          () => html`<pre class="code">${visibleText(tail(part.text))}</pre>`,
        );
      case "tool":
        return this.#tool(part);
      case "check":
        return this.#check(part.check, part.evidence);
      case "approval":
        return approvalLine(part);
      case "question":
        return html`<p class="line">${icon("comment-discussion")}<span>${visibleText(part.text)}</span></p>`;
      case "loaded":
        return html`<p class="line quiet">${icon("history")}<span>${t("{0} was loaded in {1}", visibleLine(part.model), duration(part.milliseconds))}</span></p>`;
      case "retry":
        return html`<p class="line attention">${icon("refresh")}<span>${t("Tried again after {0}: {1}", duration(part.waitMs), visibleLine(part.because))}</span></p>`;
      case "call-failed":
        return html`<p class="line bad">${icon("debug-disconnect")}<span>${visibleText(part.error)}</span></p>`;
      case "notice":
        return html`<p class="line ${part.level === "warning" ? "attention" : "quiet"}">${icon(part.level)}<span>${visibleText(part.message)}</span></p>`;
      case "roll-back":
        return rollBack(part.restored, part.kept);
    }
  }

  #tool(part: Extract<Part, { kind: "tool" }>): TemplateResult {
    const { end, diff } = part;
    const mark =
      end === undefined ? "busy" : end.outcome === "ok" ? "" : end.outcome === "refused" ? "attention" : "bad";
    const name = end === undefined ? "loading" : (toolIcons[part.name] ?? "tools");
    const outcome =
      end === undefined
        ? ""
        : end.outcome === "ok"
          ? visibleLine(end.summary)
          : `${outcomeWord(end.outcome)}: ${visibleLine(end.summary)}`;
    const title = html`<code class="tool-name">${visibleLine(part.name)}</code> <span class="subject">${visibleLine(part.subject)}</span>`;
    if (diff === undefined) {
      return html`<p class="line tool ${mark}">${icon(name, undefined, mark === "busy" ? "codicon-modifier-spin" : "")}<span>${title} <span class="outcome">${outcome}</span></span></p>`;
    }
    const lines = diffLines(diff);
    const { added, removed } = countChanges(lines);
    const counts = html`<span class="counts"><span class="added">+${added}</span> <span class="removed">−${removed}</span></span>`;
    return this.#fold(
      name,
      title,
      counts,
      lines.length <= shortDiff,
      () => diffView(diff, t("Changes of {0}", visibleLine(part.subject))),
      mark,
    );
  }

  #check(check: string, evidence: EvidenceView | undefined): TemplateResult {
    if (evidence === undefined) {
      return html`<p class="line busy">${icon("loading", undefined, "codicon-modifier-spin")}<span>${t("Checking: {0}", visibleLine(check))}</span></p>`;
    }
    return evidenceFold(evidence, (name, title, more, open, content, tone) =>
      this.#fold(name, title, more, open, content, tone),
    );
  }

  #fold(
    name: string,
    title: unknown,
    more: unknown,
    open: boolean,
    content: () => TemplateResult,
    tone = "",
  ): TemplateResult {
    const shown = this.unfolded ?? open;
    const toggle = (event: Event) => {
      const now = (event.currentTarget as HTMLDetailsElement).open;
      if (now !== shown) this.unfolded = now;
    };
    return html`<details class="fold ${tone}" .open=${shown} @toggle=${toggle}>
      <summary>${icon(name, undefined, tone === "busy" ? "codicon-modifier-spin" : "")}<span class="title">${title}</span> <span class="more">${more}</span></summary>
      ${shown ? content() : nothing}
    </details>`;
  }
}

type Fold = (
  name: string,
  title: unknown,
  more: unknown,
  open: boolean,
  content: () => TemplateResult,
  tone?: string,
) => TemplateResult;

function evidenceFold(evidence: EvidenceView, fold: Fold): TemplateResult {
  const look = evidenceLook(evidence.outcome);
  const title = html`<span class="check-name">${visibleLine(evidence.check)}</span> ${visibleLine(withoutName(evidence))}`;
  if (evidence.detail.trim() === "") {
    return html`<p class="line ${look.tone}">${icon(look.icon, look.word)}<span>${title}</span></p>`;
  }
  return fold(
    look.icon,
    title,
    evidence.milliseconds < 100 ? "" : duration(evidence.milliseconds),
    false,
    () => plain(evidence.detail),
    look.tone,
  );
}

/** A summary that begins with the check's name does not say it twice. */
function withoutName({ check, summary }: EvidenceView): string {
  const name = `\`${check}\`: `;
  return summary.startsWith(name) ? summary.slice(name.length) : summary;
}

/** A verdict's evidence, each with its output to unfold. */
export function evidenceList(evidence: readonly EvidenceView[]): TemplateResult {
  const fold: Fold = (name, title, more, _open, content, tone) =>
    html`<details class="fold ${tone ?? ""}"><summary>${icon(name)}<span class="title">${title}</span> <span class="more">${more}</span></summary>${content()}</details>`;
  return html`${evidence.map((it) => evidenceFold(it, fold))}`;
}

function evidenceLook(outcome: EvidenceView["outcome"]): {
  readonly icon: string;
  readonly tone: string;
  readonly word: string;
} {
  switch (outcome) {
    case "passed":
      return { icon: "pass", tone: "good", word: t("Passed") };
    case "failed":
      return { icon: "error", tone: "bad", word: t("Failed") };
    case "skipped":
      return { icon: "circle-slash", tone: "quiet", word: t("Skipped") };
    case "timed-out":
      return { icon: "watch", tone: "attention", word: t("Timed out") };
  }
}

function approvalLine(part: Extract<Part, { kind: "approval" }>): TemplateResult {
  const { subject } = part.approval;
  const what =
    subject.kind === "command" || subject.kind === "check"
      ? html`<code>${visibleCommand(subject.command)}</code>`
      : subject.kind === "budget"
        ? t("Raise the budget")
        : html`<code>${visibleLine(subject.path)}</code>`;
  const answer =
    part.allowed === undefined ? t("Waiting for your answer:") : part.allowed ? t("You allowed:") : t("You denied:");
  const mark = part.allowed === undefined ? "shield" : part.allowed ? "pass" : "circle-slash";
  return html`<p class="line ${part.allowed === undefined ? "attention" : "quiet"}">${icon(mark)}<span>${answer} ${what}</span></p>`;
}

function rollBack(restored: readonly string[], kept: readonly string[]): TemplateResult {
  const files = (paths: readonly string[]) => paths.map(visibleLine).join(", ");
  return html`${restored.length === 0 ? nothing : html`<p class="line quiet">${icon("discard")}<span>${t("Taken back: {0}", files(restored))}</span></p>`}
    ${kept.length === 0 ? nothing : html`<p class="line attention">${icon("warning")}<span>${t("Left as it is, because somebody else changed it since: {0}", files(kept))}</span></p>`}`;
}

function outcomeWord(outcome: "error" | "refused"): string {
  return outcome === "error" ? t("failed") : t("refused");
}

function plain(text: string): TemplateResult {
  return html`<pre class="plain" tabindex="0">${visibleText(tail(text))}</pre>`;
}

function tail(text: string): string {
  return text.length > longestTail ? `…${text.slice(-longestTail).toWellFormed()}` : text;
}

function lastLine(text: string): string {
  return visibleLine(text.slice(-400).trimEnd().split("\n").at(-1) ?? "");
}

customElements.define("stepladder-part", PartView);
