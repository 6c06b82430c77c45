import { t } from "@vscode/l10n";
import "@vscode-elements/elements/dist/vscode-textfield/index.js";
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { TaskRowView } from "../../server/protocol/requests.ts";
import { formatNanoUsd } from "../../server/protocol/usd.ts";
import { icon } from "../shared/icon.ts";
import { outcomeWords } from "../shared/outcome-words.ts";
import { visibleLine } from "../shared/visible-text.ts";
import { byDay, daysAgo } from "./day-groups.ts";
import type { TaskHead } from "./messages.ts";
import type { History } from "./page-state.ts";

export interface HistoryActions {
  open(task: string): void;
  search(words: string): void;
  more(): void;
}

/** Past tasks by day, found by the words of their prompts, with those that run above them. */
export function historyList(history: History, running: readonly TaskHead[], actions: HistoryActions): TemplateResult {
  return html`<section class="history" aria-label=${t("Tasks")}>
    ${
      running.length === 0
        ? nothing
        : html`<h2 class="day">${t("Running")}</h2><ul>${repeat(
            running,
            (it) => it.task,
            (it) => runningRow(it, actions),
          )}</ul>`
    }
    ${searchField(history, actions)}
    ${rows(history, new Set(running.map((it) => it.task)), actions)}
  </section>`;
}

function searchField(history: History, actions: HistoryActions): TemplateResult | typeof nothing {
  const empty = history.rows.kind === "loaded" && history.rows.value.length === 0;
  if (empty && history.search === "") return nothing;
  const typed = (event: Event) => actions.search((event.currentTarget as HTMLInputElement).value);
  return html`<vscode-textfield class="search" label=${t("Search tasks")} placeholder=${t("Search tasks")} .value=${history.search} @input=${typed}>
    <vscode-icon slot="content-before" name="search"></vscode-icon>
  </vscode-textfield>`;
}

function rows(
  history: History,
  running: ReadonlySet<string>,
  actions: HistoryActions,
): TemplateResult | typeof nothing {
  switch (history.rows.kind) {
    case "waiting":
      return nothing;
    case "failed":
      return html`<p class="line bad">${icon("error")}<span>${history.rows.message}</span></p>`;
    case "loaded":
      break;
  }
  const shown = history.rows.value.filter((row) => !running.has(row.task));
  if (shown.length === 0)
    return history.search === ""
      ? nothing
      : html`<p class="quiet" role="status">${t("No task has these words in its prompt.")}</p>`;
  const now = new Date();
  return html`${repeat(
    byDay(shown),
    (group) => group.day.getTime(),
    (group) => html`<h2 class="day">${dayName(group.day, now)}</h2>
      <ul>${repeat(
        group.rows,
        (row) => row.task,
        (row) => taskRow(row, actions),
      )}</ul>`,
  )}
    ${history.more ? html`<button class="earlier" @click=${() => actions.more()}>${t("Show older tasks")}</button>` : nothing}`;
}

function taskRow(row: TaskRowView, actions: HistoryActions): TemplateResult {
  const words = outcomeWords(row.outcome);
  const held =
    BigInt(row.held) > 0n
      ? html`<span class="held" title=${t("Held: its true cost never came")}>+${formatNanoUsd(row.held)}</span>`
      : nothing;
  return html`<li><button class="task-row" title=${visibleLine(row.prompt.slice(0, 500))} @click=${() => actions.open(row.task)}>
    ${icon(words.icon, words.word, words.tone)}
    <span class="name">${visibleLine(row.prompt.slice(0, 300)) || row.kind}</span>
    <span class="facts">${held}<span class="money">${formatNanoUsd(row.posted)}</span><span class="time">${timeOf(row.startedAt)}</span></span>
  </button></li>`;
}

function runningRow(head: TaskHead, actions: HistoryActions): TemplateResult {
  return html`<li><button class="task-row" @click=${() => actions.open(head.task)}>
    ${icon("loading", t("Running"), "busy codicon-modifier-spin")}<span class="name">${visibleLine(head.prompt.slice(0, 300))}</span>
    ${head.asks ? html`<span class="facts attention">${icon("shield")} ${t("asks you")}</span>` : nothing}
  </button></li>`;
}

function dayName(day: Date, now: Date): string {
  const ago = daysAgo(day, now);
  if (ago === 0) return t("Today");
  if (ago === 1) return t("Yesterday");
  return day.toLocaleDateString(language(), {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(ago > 300 ? { year: "numeric" } : {}),
  });
}

function timeOf(startedAt: string): string {
  return new Date(startedAt).toLocaleTimeString(language(), { hour: "2-digit", minute: "2-digit" });
}

function language(): string | undefined {
  return document.documentElement.lang || undefined;
}
