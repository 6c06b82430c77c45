import { t } from "@vscode/l10n";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { ApprovalView } from "../../server/protocol/events.ts";
import { formatNanoUsd } from "../../server/protocol/usd.ts";
import { diffView } from "../shared/diff-view.ts";
import { icon } from "../shared/icon.ts";
import { visibleCommand, visibleLine, visibleText } from "../shared/visible-text.ts";
import { PanelElement } from "./panel-element.ts";
import { send } from "./send.ts";

/**
 * Asks for a person's agreement, and shows exactly what is agreed to. The card takes the focus, never its Allow button, and
 * only when nothing else has it: Enter that was meant for the prompt box agrees to nothing.
 */
class ApprovalCard extends PanelElement {
  static override properties = {
    approval: { attribute: false },
    message: { attribute: false },
    answered: { state: true },
  };
  declare approval: ApprovalView;
  declare message: string | undefined;
  declare answered: boolean;

  protected override firstUpdated(): void {
    const free = document.activeElement === null || document.activeElement === document.body;
    // A page that takes the focus takes it from the editor too, where the user may be typing.
    if (free && document.hasFocus()) this.querySelector<HTMLElement>(".card")?.focus({ preventScroll: false });
  }

  /** An answer that did not count may be given again. */
  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("message") && this.message !== undefined) this.answered = false;
  }

  protected override render(): TemplateResult {
    const { subject, approval } = this.approval;
    const { title, body } = question(subject);
    const heading = `heading-${approval}`;
    return html`<div class="card approval" role="group" tabindex="-1" aria-labelledby=${heading}>
      <h2 id=${heading}>${icon("shield")}<span>${title}</span></h2>
      ${body}
      ${"because" in subject ? html`<p class="quiet">${visibleText(subject.because)}</p>` : nothing}
      ${this.message === undefined ? nothing : html`<p class="bad" role="alert">${icon("error")} ${this.message}</p>`}
      <div class="buttons">
        <vscode-button class="allow" icon="check" ?disabled=${this.answered} @click=${() => this.#answer(true)}>${t("Allow")}</vscode-button>
        <vscode-button class="deny" secondary icon="close" ?disabled=${this.answered} @click=${() => this.#answer(false)}>${t("Deny")}</vscode-button>
      </div>
    </div>`;
  }

  #answer(allow: boolean): void {
    if (this.answered) return;
    this.answered = true;
    const { approval, hash } = this.approval;
    send(this, { type: "approve", approval, hash, allow });
  }
}

function question(subject: ApprovalView["subject"]): { readonly title: string; readonly body: TemplateResult } {
  switch (subject.kind) {
    case "command":
      return { title: t("Run this command?"), body: html`${commandBlock(subject.command)}${place(subject.cwd)}` };
    case "write":
      return {
        title: t("Change this protected file?"),
        body: html`<p class="place"><code>${visibleLine(subject.path)}</code></p>${diffView(subject.diff, t("What would change"))}`,
      };
    case "read":
      return {
        title: t("Read this file?"),
        body: html`<p class="place"><code>${visibleLine(subject.path)}</code></p>`,
      };
    case "check":
      return { title: t("Run this check after an edit?"), body: check(subject.command, subject.script) };
    case "budget":
      return {
        title: t("Raise the budget?"),
        body: html`<p>${visibleText(subject.message)}</p><p class="raise">${icon("arrow-up")} ${t("to {0}", formatNanoUsd(subject.raiseTo))}</p>`,
      };
  }
}

function check(command: string, script: string): TemplateResult {
  return html`${commandBlock(command)}
    ${script === command ? nothing : html`<p class="quiet">${t("It stands for:")}</p>${commandBlock(script)}`}`;
}

function commandBlock(command: string): TemplateResult {
  return html`<pre class="command" tabindex="0">${visibleCommand(command)}</pre>`;
}

function place(folder: string): TemplateResult {
  return html`<p class="place quiet">${icon("folder")} <code>${visibleLine(folder)}</code></p>`;
}

customElements.define("stepladder-approval", ApprovalCard);
