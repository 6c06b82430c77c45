import { t } from "@vscode/l10n";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { formatNanoUsd } from "../../server/protocol/usd.ts";
import { icon } from "../shared/icon.ts";
import { consequence, outcomeSentence, outcomeWords } from "../shared/outcome-words.ts";
import "../shared/markdown-view.ts";
import { receiptView } from "../shared/receipt-view.ts";
import { visibleLine, visibleText } from "../shared/visible-text.ts";
import "./approval-card.ts";
import { ladderView } from "./ladder-view.ts";
import type { FromPage } from "./messages.ts";
import type { OpenTask } from "./page-state.ts";
import "./question-card.ts";
import { sends } from "./send.ts";
import { outcomeOf, type TaskAction, taskActions } from "./task-actions.ts";
import { heldNow, type TaskEnd, type TaskView } from "./task-view.ts";

/** One task: its prompt, its ladder as it grows, how it ended, what it cost, and what can be done next. */
export function taskPage(open: OpenTask, close: () => void): TemplateResult {
  const { view, past } = open;
  const receipt = view.end?.receipt ?? past?.receipt;
  return html`<main class="task" aria-label=${t("Task")}>
    ${header(open, close)}
    ${open.state === "unknown" ? html`<p class="line quiet">${icon("loading", undefined, "codicon-modifier-spin")}<span>${t("Reading the task")}</span></p>` : nothing}
    ${ladderView(view)}
    ${outcomeOf(open) === "interrupted" ? interrupted() : nothing}
    ${view.end === undefined ? nothing : ending(view.end, view)}
    ${past?.message === undefined ? nothing : html`<p class="line attention">${icon("warning")}<span>${visibleText(past.message)}</span></p>`}
    ${undone(open)}
    ${open.message === undefined ? nothing : html`<p class="line bad" role="alert">${icon("error")}<span>${visibleText(open.message)}</span></p>`}
    ${actionBar(open)}
    ${receipt === undefined ? nothing : html`<h2 class="section">${t("Receipt")}</h2>${receiptView(receipt)}`}
  </main>`;
}

function header(open: OpenTask, close: () => void): TemplateResult {
  const { view, past } = open;
  const prompt = view.prompt || past?.receipt?.prompt || "";
  const outcome = open.state === "running" ? "running" : outcomeOf(open);
  const words = outcomeWords(outcome);
  const spent = view.end?.receipt.total ?? past?.receipt?.total ?? String(view.posted);
  const held = view.end === undefined ? heldNow(view) : BigInt(view.end.receipt.held);
  return html`<header>
    <div class="head-line">
      <button class="icon-button" @click=${close} title=${t("All Tasks")} aria-label=${t("All Tasks")}>${icon("arrow-left")}</button>
      ${outcome === "" ? nothing : html`<span class="outcome ${words.tone}">${icon(words.icon, undefined, words.tone === "busy" ? "codicon-modifier-spin" : "")} ${words.word}</span>`}
      <span class="facts"><span class="money" title=${t("Spent so far")}>${formatNanoUsd(spent)}</span>${held === 0n ? nothing : html`<span class="held" title=${t("Held for calls whose cost is not known yet")}>+${formatNanoUsd(String(held))}</span>`}</span>
      ${open.state === "running" ? taskActions(open).map((it) => headButton(it, open)) : nothing}
    </div>
    <h1 class="prompt" tabindex="-1">${visibleText(prompt)}</h1>
  </header>`;
}

function interrupted(): TemplateResult {
  return html`<div class="card notice"><h2>${icon("debug-disconnect")}<span>${t("The task was interrupted")}</span></h2>
    <p>${t("The server ended in the middle of it. What it changed is still there: review it, or undo it. Everything that was spent is in the receipt.")}</p></div>`;
}

function ending(end: TaskEnd, view: TaskView): TemplateResult {
  // The last attempt's verdict stands right above.
  const verdict = view.subtasks[0]?.attempts.at(-1)?.end?.verdict;
  const said = "because" in end.outcome && verdict?.because === end.outcome.because;
  const words = outcomeWords(end.outcome.kind);
  return html`<section class="ending ${words.tone}" aria-label=${t("Outcome")}>
    <p class="line ${words.tone}">${icon(words.icon)}<span><strong>${words.word}.</strong> ${visibleLine(said ? consequence(end.outcome) : outcomeSentence(end.outcome))}</span></p>
    ${end.answer.trim() === "" ? nothing : html`<stepladder-markdown class="answer" .text=${end.answer}></stepladder-markdown>`}
    ${end.changed.length === 0 ? nothing : html`<ul class="changed" aria-label=${t("Changed files")}>${end.changed.map(changedFile)}</ul>`}
  </section>`;
}

function changedFile(path: string): TemplateResult {
  const show = (event: Event) =>
    event.currentTarget?.dispatchEvent(new CustomEvent("open-link", { detail: asHref(path), bubbles: true }));
  return html`<li><button class="link" @click=${show}>${icon("file")} ${visibleLine(path)}</button></li>`;
}

/** A path as a link: what would mean something else in an address is encoded. */
function asHref(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

function undone(open: OpenTask): TemplateResult | typeof nothing {
  const { undo } = open;
  if (undo === undefined) return nothing;
  if (undo.kind === "nothing-to-undo")
    return html`<p class="line quiet" role="status">${icon("discard")}<span>${t("There was nothing to undo.")}</span></p>`;
  return html`<div class="undone" role="status">
    ${undo.restored.length === 0 ? nothing : html`<p class="line good">${icon("discard")}<span>${t("Restored: {0}", undo.restored.map(visibleLine).join(", "))}</span></p>`}
    ${undo.conflicts.map(({ path, keptAt }) => html`<p class="line attention">${icon("warning")}<span>${t("{0} was changed after the task, so it was left alone.", visibleLine(path))} <button class="link" @click=${sends({ type: "open-kept", path: keptAt })}>${t("Open its text from before the task")}</button></span></p>`)}
  </div>`;
}

function actionBar(open: OpenTask): TemplateResult | typeof nothing {
  const shown = open.state === "running" ? [] : taskActions(open);
  if (shown.length === 0) return nothing;
  const button = (action: TaskAction) => {
    const { name, label, title, click } = actionLook(action, open);
    return html`<vscode-button secondary icon=${name} title=${title} @click=${click}>${label}</vscode-button>`;
  };
  return html`<div class="actions" role="group" aria-label=${t("Task actions")}>${repeat(shown, (it) => it, button)}</div>`;
}

function headButton(action: TaskAction, open: OpenTask): TemplateResult {
  const { name, label, title, click } = actionLook(action, open);
  return html`<button class="icon-button" aria-label=${label} title="${label}: ${title}" @click=${click}>${icon(name)}</button>`;
}

interface ActionLook {
  /** A codicon. */
  readonly name: string;
  readonly label: string;
  readonly title: string;
  readonly click: (event: Event) => void;
}

function actionLook(action: TaskAction, open: OpenTask): ActionLook {
  const { task } = open;
  const look = (name: string, label: string, title: string, message: FromPage): ActionLook => ({
    name,
    label,
    title,
    click: sends(message),
  });
  switch (action) {
    case "stop":
      return look("debug-stop", t("Stop"), t("End the task and take its changes back"), { type: "stop", task });
    case "escalate":
      return look("arrow-up", t("Step Up"), t("End this attempt; the next model takes over"), {
        type: "escalate",
        task,
      });
    case "review":
      return look("diff-multiple", t("Review"), t("Show all changes in the editor"), { type: "review", task });
    case "keep":
      return look("check", t("Keep"), t("The changes are good: that is the verdict"), { type: "keep", task });
    case "undo":
      return look("discard", t("Undo"), t("Take all changes of the task back"), { type: "undo", task });
    case "retry":
      return look("refresh", t("Try Again"), t("The same prompt once more"), { type: "again", task, how: "retry" });
    case "step-up": {
      const title = t("Take its changes back, and let a stronger model do it");
      return look("arrow-up", t("Step Up"), title, { type: "again", task, how: "escalate" });
    }
    case "copy":
      return look("copy", t("Copy Answer"), t("Copy the answer as Markdown"), {
        type: "copy",
        text: open.view.end?.answer ?? "",
      });
  }
}

/** What waits for the user's answer, below everything that scrolls. */
export function waitingCards(open: OpenTask): TemplateResult | typeof nothing {
  const { approvals, questions } = open.view;
  if (open.state !== "running" || approvals.length + questions.length === 0) return nothing;
  return html`<div class="waiting">
    ${repeat(
      approvals,
      (it) => it.approval,
      (it) =>
        html`<stepladder-approval .approval=${it} .message=${open.answers.get(it.approval)}></stepladder-approval>`,
    )}
    ${repeat(
      questions,
      (it) => it.question,
      (it) =>
        html`<stepladder-question .question=${it} .task=${open.task} .message=${open.answers.get(it.question)}></stepladder-question>`,
    )}
  </div>`;
}
