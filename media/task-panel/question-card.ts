import { t } from "@vscode/l10n";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { icon } from "../shared/icon.ts";
import "../shared/markdown-view.ts";
import { PanelElement } from "./panel-element.ts";
import { send } from "./send.ts";
import type { Question } from "./task-view.ts";

/** A question of the agent, with a box for the answer. */
class QuestionCard extends PanelElement {
  static override properties = {
    question: { attribute: false },
    task: {},
    message: { attribute: false },
    answered: { state: true },
  };
  declare question: Question;
  declare task: string;
  declare message: string | undefined;
  declare answered: boolean;

  /** An answer that did not count may be given again. */
  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("message") && this.message !== undefined) this.answered = false;
  }

  protected override render(): TemplateResult {
    const id = this.question.question;
    return html`<div class="card question" role="group" aria-labelledby="heading-${id}">
      <h2 id="heading-${id}">${icon("comment-discussion")}<span>${t("The agent asks")}</span></h2>
      <stepladder-markdown .text=${this.question.text}></stepladder-markdown>
      <textarea rows="2" aria-label=${t("Your answer")} ?disabled=${this.answered} @keydown=${this.#key}></textarea>
      ${this.message === undefined ? nothing : html`<p class="bad" role="alert">${icon("error")} ${this.message}</p>`}
      <div class="buttons">
        <vscode-button ?disabled=${this.answered} @click=${() => this.#answer()}>${t("Answer")}</vscode-button>
        <vscode-button secondary ?disabled=${this.answered} @click=${() => this.#tell(null)}>${t("No Answer")}</vscode-button>
      </div>
    </div>`;
  }

  #key = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#answer();
  };

  #answer(): void {
    const text = this.querySelector("textarea")?.value.trim() ?? "";
    if (text !== "") this.#tell(text);
  }

  #tell(text: string | null): void {
    if (this.answered) return;
    this.answered = true;
    send(this, { type: "answer", task: this.task, question: this.question.question, text });
  }
}

customElements.define("stepladder-question", QuestionCard);
