import { t } from "@vscode/l10n";
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { formatNanoUsd } from "../../server/protocol/usd.ts";
import { duration } from "../shared/duration.ts";
import { icon } from "../shared/icon.ts";
import { outcomeWords } from "../shared/outcome-words.ts";
import { visibleLine } from "../shared/visible-text.ts";
import { PanelElement } from "./panel-element.ts";
import { evidenceList } from "./part-view.ts";
import type { Activity, AttemptView } from "./task-view.ts";

/** So many steps are drawn at first, and so many more on each request. */
const firstShown = 120;
const moreShown = 500;

/** One step of the ladder: the model, what it did, and what came of it. */
class AttemptElement extends PanelElement {
  static override properties = { attempt: { attribute: false }, unfolded: { state: true }, shown: { state: true } };
  declare attempt: AttemptView;
  declare unfolded: boolean | undefined;
  declare shown: number;

  constructor() {
    super();
    this.shown = firstShown;
  }

  /** What is at work is open; an attempt that was refuted folds, one that ended well stays as the user saw it. */
  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get("attempt") as AttemptView | undefined;
    const { end } = this.attempt;
    if (before === undefined || before.end !== undefined || end === undefined) return;
    if (end.verdict?.kind !== "refuted") this.unfolded ??= true;
  }

  protected override render(): TemplateResult {
    const { attempt } = this;
    const open = this.unfolded ?? attempt.end === undefined;
    const toggle = (event: Event) => {
      const now = (event.currentTarget as HTMLDetailsElement).open;
      if (now !== open) this.unfolded = now;
    };
    return html`${attempt.steppedUp === undefined ? nothing : steppedUp(attempt.steppedUp)}
      <details class="attempt ${look(attempt).tone}" .open=${open} @toggle=${toggle}>
        <summary>${summary(attempt)}</summary>
        ${open ? html`<div class="parts">${this.#parts()}</div>` : nothing}
      </details>
      ${verdict(attempt)}`;
  }

  #parts(): TemplateResult {
    const { parts } = this.attempt;
    const hidden = Math.max(0, parts.length - this.shown);
    const more = () => {
      this.shown += moreShown;
    };
    return html`${hidden === 0 ? nothing : html`<button class="earlier" @click=${more}>${t("Show {0} earlier steps", Math.min(hidden, moreShown))}</button>`}
      ${repeat(
        hidden === 0 ? parts : parts.slice(hidden),
        (part) => part.key,
        (part) => html`<stepladder-part .step=${part}></stepladder-part>`,
      )}
      ${this.attempt.end === undefined ? activityLine(this.attempt.activity) : nothing}`;
  }
}

function look(attempt: AttemptView): { readonly icon: string; readonly word: string; readonly tone: string } {
  if (attempt.end === undefined) return outcomeWords("running");
  const kind = attempt.end.verdict?.kind;
  return kind === undefined ? { icon: "circle-outline", word: t("No verdict"), tone: "quiet" } : outcomeWords(kind);
}

function summary(attempt: AttemptView): TemplateResult {
  const { icon: name, word, tone } = look(attempt);
  const time = attempt.end?.milliseconds;
  return html`${icon(name, word, `mark ${tone} ${tone === "busy" ? "codicon-modifier-spin" : ""}`)}
    <span class="model" title=${visibleLine(attempt.model)}>${visibleLine(withoutEndpoint(attempt.model))}</span>
    <span class="rung">${visibleLine(attempt.rung)}</span>
    <span class="facts">${time === undefined ? nothing : html`<span class="time">${duration(time)}</span>`}<span class="money">${formatNanoUsd(String(attempt.cost))}</span></span>`;
}

/** `endpoint/model` is long for a side bar; the whole name is its tooltip and stands in the receipt. */
function withoutEndpoint(model: string): string {
  return model.slice(model.indexOf("/") + 1);
}

function steppedUp(because: string): TemplateResult {
  return html`<p class="stepped-up">${icon("arrow-up")}<span><strong>${t("Stepped up")}</strong>${because === "" ? "" : html` ${t("because: {0}", visibleLine(because))}`}</span></p>`;
}

function verdict(attempt: AttemptView): TemplateResult | typeof nothing {
  const { end } = attempt;
  if (end === undefined) return nothing;
  if (end.verdict === undefined)
    return end.end === "" ? nothing : html`<p class="verdict quiet">${visibleLine(end.end)}</p>`;
  const { word, tone } = outcomeWords(end.verdict.kind);
  const text = html`<strong>${word}.</strong> ${visibleLine(end.verdict.because)}`;
  if (end.verdict.evidence.length === 0) return html`<p class="verdict ${tone}">${text}</p>`;
  return html`<details class="verdict ${tone}"><summary><span>${text}</span></summary><div class="evidence">${evidenceList(end.verdict.evidence)}</div></details>`;
}

function activityLine(activity: Activity): TemplateResult {
  return html`<p class="line activity quiet">${icon("loading", undefined, "codicon-modifier-spin")}<span>${activityText(activity)}</span></p>`;
}

function activityText(activity: Activity): string {
  switch (activity) {
    case "starting":
      return t("Starting");
    case "waiting":
      return t("Waiting for the model");
    case "loading":
      return t("The model is being loaded");
    case "thinking":
      return t("Thinking");
    case "writing":
      return t("Writing");
    case "tool":
      return t("Using a tool");
    case "checking":
      return t("Checking");
    case "retrying":
      return t("Trying the call again");
  }
}

customElements.define("stepladder-attempt", AttemptElement);
