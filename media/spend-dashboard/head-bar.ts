import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { visibleLine } from "../shared/visible-text.ts";
import type { Folder, Wanted } from "./messages.ts";
import { isDay, type Period, periodKinds } from "./period.ts";

export interface HeadActions {
  want(wanted: Wanted): void;
  save(format: "csv" | "json"): void;
}

/** Which time, which folder, and the exports of just that. */
export function headBar(
  wanted: Wanted,
  folders: readonly Folder[],
  busy: boolean,
  actions: HeadActions,
): TemplateResult {
  return html`<header>
    <h1>${t("Spend")}</h1>
    <label>${t("Time")} ${periodSelect(wanted, actions)}</label>
    ${wanted.period.kind === "custom" ? customDays(wanted, wanted.period, actions) : nothing}
    ${folders.length === 0 ? nothing : html`<label>${t("Folder")} ${folderSelect(wanted, folders, actions)}</label>`}
    <span class="busy" role="status">${busy ? t("Reading the ledger…") : nothing}</span>
    <span class="buttons">
      <vscode-button secondary icon="desktop-download" @click=${() => actions.save("csv")}>${t("Export CSV")}</vscode-button>
      <vscode-button secondary icon="desktop-download" @click=${() => actions.save("json")}>${t("Export JSON")}</vscode-button>
    </span>
  </header>`;
}

function periodSelect(wanted: Wanted, actions: HeadActions): TemplateResult {
  const change = (event: Event) => {
    const kind = periodKinds.find((each) => each === valueOfField(event));
    if (kind !== undefined) actions.want({ ...wanted, period: kind === "custom" ? lastMonth() : { kind } });
  };
  return html`<select aria-label=${t("Time")} @change=${change}>${periodKinds.map(
    (kind) => html`<option value=${kind} .selected=${kind === wanted.period.kind}>${periodLabel(kind)}</option>`,
  )}</select>`;
}

function folderSelect(wanted: Wanted, folders: readonly Folder[], actions: HeadActions): TemplateResult {
  const change = (event: Event) => actions.want({ ...wanted, folder: valueOfField(event) || undefined });
  return html`<select aria-label=${t("Folder")} @change=${change}>
    <option value="" .selected=${wanted.folder === undefined}>${t("All folders")}</option>
    ${folders.map(({ name, root }) => html`<option value=${root} .selected=${root === wanted.folder}>${visibleLine(name)}</option>`)}
  </select>`;
}

function customDays(wanted: Wanted, period: Extract<Period, { kind: "custom" }>, actions: HeadActions): TemplateResult {
  const change = (end: "from" | "to") => (event: Event) => {
    const day = valueOfField(event);
    if (!isDay(day)) return;
    const changed = { ...period, [end]: day };
    const [from, to] = changed.from <= changed.to ? [changed.from, changed.to] : [day, day];
    actions.want({ ...wanted, period: { kind: "custom", from, to } });
  };
  return html`<label>${t("From")} <input type="date" .value=${period.from} max=${period.to} @change=${change("from")}></label>
    <label>${t("To")} <input type="date" .value=${period.to} min=${period.from} @change=${change("to")}></label>`;
}

function lastMonth(): Period {
  const now = new Date();
  const day = (year: number, month: number, date: number) =>
    new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);
  const [year, month] = [now.getFullYear(), now.getMonth()];
  return { kind: "custom", from: day(year, month - 1, 1), to: day(year, month, 0) };
}

function periodLabel(kind: Period["kind"]): string {
  switch (kind) {
    case "today":
      return t("Today");
    case "7-days":
      return t("Last 7 days");
    case "30-days":
      return t("Last 30 days");
    case "month":
      return t("This month");
    case "all":
      return t("All time");
    case "custom":
      return t("From … to …");
  }
}

function valueOfField(event: Event): string {
  const field = event.currentTarget;
  return field instanceof HTMLSelectElement || field instanceof HTMLInputElement ? field.value : "";
}
