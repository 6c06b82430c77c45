import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { formatNanoUsd } from "../../server/protocol/usd.ts";
import { visibleLine } from "../shared/visible-text.ts";
import "./attempt-view.ts";
import "./part-view.ts";
import type { Part, SubtaskView, TaskView } from "./task-view.ts";

/** The task's subtasks, children inside their parents, each with its attempts from the first model upwards. */
export function ladderView(view: TaskView): TemplateResult {
  const roots = view.subtasks.filter((it) => it.depth === 0);
  return html`<section class="ladder" aria-label=${t("Steps")}>
    ${
      view.before.length === 0
        ? nothing
        : html`<div class="parts before"><p class="quiet">${t("Before the first change")}</p>${repeat(
            view.before,
            (part: Part) => part.key,
            (part: Part) => html`<stepladder-part .step=${part}></stepladder-part>`,
          )}</div>`
    }
    ${repeat(
      roots,
      (it) => it.subtask,
      (it) => subtaskView(it, view),
    )}
  </section>`;
}

function subtaskView(subtask: SubtaskView, view: TaskView): TemplateResult {
  const children = view.subtasks.filter((it) => it.parent === subtask.subtask);
  return html`<div class="subtask">
    ${subtask.depth === 0 ? because(subtask) : title(subtask)}
    ${repeat(
      subtask.attempts,
      (it) => it.attempt,
      (it) => html`<stepladder-attempt .attempt=${it}></stepladder-attempt>`,
    )}
    ${
      children.length === 0
        ? nothing
        : html`<div class="children">${repeat(
            children,
            (it) => it.subtask,
            (it) => subtaskView(it, view),
          )}</div>`
    }
  </div>`;
}

function because(subtask: SubtaskView): TemplateResult | typeof nothing {
  return subtask.because === "" ? nothing : html`<p class="because">${visibleLine(subtask.because)}</p>`;
}

function title(subtask: SubtaskView): TemplateResult {
  return html`<div class="subtask-title"><span class="kind">${subtask.kind}</span> <span class="name">${visibleLine(subtask.title)}</span>
    ${subtask.end === undefined ? nothing : html`<span class="money">${formatNanoUsd(String(subtask.end.cost))}</span>`}</div>
    ${because(subtask)}`;
}
