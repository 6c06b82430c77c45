import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { ReceiptView } from "../../server/protocol/events.ts";
import type { TaskRowView } from "../../server/protocol/requests.ts";
import { icon } from "../shared/icon.ts";
import { outcomeWords } from "../shared/outcome-words.ts";
import { receiptView } from "../shared/receipt-view.ts";
import { visibleLine } from "../shared/visible-text.ts";
import { type Sorting, type SortKey, sortedBy, taskRows } from "./task-rows.ts";
import { count, folderName, money, timeText } from "./words.ts";

export type ReceiptState =
  | { readonly kind: "waiting" }
  | { readonly kind: "loaded"; readonly receipt: ReceiptView }
  | { readonly kind: "failed"; readonly message: string };

export interface TaskTable {
  readonly rows: readonly TaskRowView[];
  /** Tasks of the period that are not among the rows. */
  readonly more: number;
  readonly search: string;
  readonly sorting: Sorting;
  /** How many rows are drawn. */
  readonly shown: number;
  /** Unfolded tasks. */
  readonly receipts: ReadonlyMap<string, ReceiptState>;
  readonly severalFolders: boolean;
}

export interface TaskTableActions {
  search(words: string): void;
  sort(sorting: Sorting): void;
  showMore(): void;
  toggle(task: string): void;
  retry(task: string): void;
  openTask(task: string): void;
}

/** Every task of the period; each unfolds to its receipt. */
export function tasksSection(table: TaskTable, actions: TaskTableActions): TemplateResult {
  const found = taskRows(table.rows, table.search, table.sorting);
  const typed = (event: Event) => actions.search((event.currentTarget as HTMLInputElement).value);
  return html`<div class="tasks-head">
      <vscode-textfield label=${t("Search tasks")} placeholder=${t("Search tasks")} .value=${table.search} @input=${typed}>
        <vscode-icon slot="content-before" name="search"></vscode-icon>
      </vscode-textfield>
      <span class="quiet" role="status">${foundText(found.length, table)}</span>
    </div>
    ${found.length === 0 ? html`<p class="quiet">${t("No task has these words in its prompt.")}</p>` : rowsOf(found, table, actions)}`;
}

function foundText(found: number, { rows, more }: TaskTable): string {
  const shown =
    found === rows.length ? t("{0} tasks", count(found)) : t("{0} of {1} tasks", count(found), count(rows.length));
  return more > 0
    ? t("{0}; {1} older ones are not listed: choose a shorter time to see them", shown, count(more))
    : shown;
}

function rowsOf(found: readonly TaskRowView[], table: TaskTable, actions: TaskTableActions): TemplateResult {
  const drawn = found.slice(0, table.shown);
  return html`<div class="table-scroll"><table class="figures tasks">
      <thead><tr>
        ${head(t("Task"), "prompt", "", table, actions)} ${head(t("Kind"), "kind", "", table, actions)}
        ${head(t("Outcome"), "outcome", "", table, actions)} ${head(t("Started"), "startedAt", "", table, actions)}
        ${head(t("Spent"), "posted", "number", table, actions)} ${head(t("Held"), "held", "number", table, actions)}
      </tr></thead>
      <tbody>${repeat(
        drawn,
        ({ task }) => task,
        (row) => taskRow(row, table, actions),
      )}</tbody>
    </table></div>
    ${
      drawn.length < found.length
        ? html`<vscode-button secondary class="more" @click=${() => actions.showMore()}>${t("Show {0} more", count(Math.min(100, found.length - drawn.length)))}</vscode-button>`
        : nothing
    }`;
}

function head(
  label: string,
  by: SortKey,
  className: string,
  { sorting }: TaskTable,
  actions: TaskTableActions,
): TemplateResult {
  const here = sorting.by === by;
  const order = here ? (sorting.descending ? "descending" : "ascending") : "none";
  return html`<th scope="col" class=${className} aria-sort=${order}><button class="sort" @click=${() => actions.sort(sortedBy(by, sorting))}>
    ${label}${here ? icon(sorting.descending ? "arrow-down" : "arrow-up") : nothing}
  </button></th>`;
}

function taskRow(row: TaskRowView, table: TaskTable, actions: TaskTableActions): TemplateResult {
  const words = outcomeWords(row.outcome);
  const receipt = table.receipts.get(row.task);
  const open = receipt !== undefined;
  return html`<tr>
      <td><div class="prompt"><button class="unfold" aria-expanded=${open} title=${visibleLine(row.prompt)} @click=${() => actions.toggle(row.task)}>
        ${icon(open ? "chevron-down" : "chevron-right")}<span class="text">${visibleLine(row.prompt) || row.task}</span>
      </button>${table.severalFolders ? html`<span class="quiet folder" title=${visibleLine(row.workspace)}>${folderName(row.workspace)}</span>` : nothing}</div></td>
      <td><span class="kind">${row.kind}</span></td><td class="outcome">${icon(words.icon, undefined, words.tone)} ${words.word}</td>
      <td class="time">${timeText(row.startedAt)}</td><td class="number">${money(row.posted)}</td><td class="number">${row.held === "0" ? nothing : money(row.held)}</td>
    </tr>
    ${receipt === undefined ? nothing : html`<tr class="receipt-row"><td colspan="6">${receiptOf(row.task, receipt, actions)}</td></tr>`}`;
}

function receiptOf(task: string, state: ReceiptState, actions: TaskTableActions): TemplateResult {
  switch (state.kind) {
    case "waiting":
      return html`<p class="quiet" role="status">${t("Reading the receipt…")}</p>`;
    case "failed":
      return html`<p class="line bad" role="alert">${icon("error")}<span>${state.message}</span>
        <button class="link" @click=${() => actions.retry(task)}>${t("Try Again")}</button></p>`;
    case "loaded":
      return html`${receiptView(state.receipt)}
        <button class="link" @click=${() => actions.openTask(task)}>${t("Open in the task panel")}</button>`;
  }
}
