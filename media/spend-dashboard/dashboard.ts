import { t } from "@vscode/l10n";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "@vscode-elements/elements/dist/vscode-textfield/index.js";
import { html, nothing, type TemplateResult } from "lit";
import type { DashboardView } from "../../server/protocol/requests.ts";
import { connect } from "../shared/host.ts";
import { icon } from "../shared/icon.ts";
import { attemptRows } from "./attempt-rows.ts";
import { attemptsSection } from "./attempts-section.ts";
import { budgetsSection } from "./budgets-section.ts";
import { timePlot } from "./day-columns.ts";
import { headBar } from "./head-bar.ts";
import { keyFigures } from "./key-figures.ts";
import type { Folder, FromPage, ToPage, Wanted } from "./messages.ts";
import { PageElement } from "./page-element.ts";
import { type RoutesState, routesSection } from "./routes-section.ts";
import { shareSection } from "./share-section.ts";
import type { Sorting } from "./task-rows.ts";
import { type ReceiptState, tasksSection } from "./tasks-section.ts";
import { completedOverTime, spendOverTime } from "./time-section.ts";
import { type Reconciling, unknownSection } from "./unknown-section.ts";

/** What outlives the page: a window that was reloaded shows the same again. */
interface Kept {
  readonly wanted: Wanted;
  readonly sorting: Sorting;
}

const rowsAtOnce = 100;
/** The figures follow a running task, but not each of its calls. */
const reloadAfterMs = 5_000;

export class SpendDashboard extends PageElement {
  #host = connect<FromPage, ToPage, Kept>();
  #wanted: Wanted = { period: { kind: "30-days" } };
  #folders: readonly Folder[] = [];
  #view: DashboardView | undefined;
  #routes: RoutesState = { kind: "waiting" };
  #failure: string | undefined;
  #loads = 0;
  #loading = false;
  #search = "";
  #sorting: Sorting = { by: "startedAt", descending: true };
  #shown = rowsAtOnce;
  readonly #receipts = new Map<string, ReceiptState>();
  readonly #unfolded = new Set<string>();
  readonly #settling = new Map<string, { kind: "sent" } | { kind: "failed"; message: string }>();
  #reloadTimer: number | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    const kept = this.#host.kept();
    this.#wanted = kept?.wanted ?? this.#wanted;
    this.#sorting = kept?.sorting ?? this.#sorting;
    this.#host.listen((message) => this.#receive(message));
    this.#host.send({ type: "ready" });
    this.#load();
  }

  protected override render(): TemplateResult {
    const head = { want: (wanted: Wanted) => this.#want(wanted), save: (format: "csv" | "json") => this.#save(format) };
    return html`${headBar(this.#wanted, this.#folders, this.#loading, head)}
      <main aria-busy=${this.#loading}>${this.#failed()}${this.#view === undefined ? nothing : this.#content(this.#view)}</main>`;
  }

  #failed(): TemplateResult | typeof nothing {
    if (this.#failure === undefined) return nothing;
    return html`<p class="line bad failure" role="alert">${icon("error")}<span>${this.#failure}</span>
      <vscode-button @click=${() => this.#load()}>${t("Try Again")}</vscode-button></p>`;
  }

  #content(view: DashboardView): TemplateResult {
    const budgets = section(
      t("Budgets"),
      budgetsSection(view.budgets, () => this.#host.send({ type: "set-budget" })),
    );
    const unknown = view.unknown.length === 0 ? nothing : this.#unknown(view);
    if (view.total.calls === 0 && view.tasks.length === 0) return html`${this.#empty()}${budgets}${unknown}`;
    const plot = timePlot(view.days);
    return html`${keyFigures(view)}
      <div class="columns">
        ${section(plot.unit === "day" ? t("Spend by day") : t("Spend by month"), spendOverTime(plot))} ${budgets}
        ${section(t("Cost per completed task"), completedOverTime(plot))}
      </div>
      ${section(t("Attempts"), this.#attempts(view))} ${section(t("By model"), shareSection(view.models, t("Model")))}
      ${section(t("By kind"), shareSection(view.kinds, t("Kind")))}
      ${section(t("What the router knows"), this.#known())}
      ${unknown} ${section(t("Tasks"), this.#tasks(view))}`;
  }

  #empty(): TemplateResult {
    const ever = this.#wanted.period.kind === "all" && this.#wanted.folder === undefined;
    const all = () => this.#want({ period: { kind: "all" } });
    return html`<section class="empty">
      ${icon("graph")}
      <h2>${ever ? t("Nothing has been spent yet.") : t("Nothing was spent in this time.")}</h2>
      <p class="quiet">${t("Every call of every task is entered here with what it cost.")}</p>
      <p><vscode-button @click=${() => this.#host.send({ type: "new-task" })}>${t("New Task")}</vscode-button>
        ${ever ? nothing : html`<vscode-button secondary @click=${all}>${t("Show All Time")}</vscode-button>`}</p>
    </section>`;
  }

  #attempts(view: DashboardView): TemplateResult {
    const rows = attemptRows(view.attempts);
    if (rows.length === 0) return html`<p class="quiet">${t("No attempt was judged in this time.")}</p>`;
    return attemptsSection(rows, this.#unfolded, (model) => {
      if (!this.#unfolded.delete(model)) this.#unfolded.add(model);
      this.requestUpdate();
    });
  }

  #known(): TemplateResult {
    return routesSection(this.#routes, () => this.#host.send({ type: "forget-routes" }));
  }

  #unknown(view: DashboardView): TemplateResult {
    const reconciling: Reconciling = {
      state: this.#settling,
      settle: (call, cost) => {
        this.#settling.set(call, { kind: "sent" });
        this.#host.send({ type: "reconcile", call, cost });
        this.requestUpdate();
      },
      failed: (call, message) => this.#settlingFailed(call, message),
    };
    return section(t("Calls whose cost is not known"), unknownSection(view.unknown, reconciling));
  }

  #tasks(view: DashboardView): TemplateResult {
    const table = {
      ...{ rows: view.tasks, more: view.moreTasks, search: this.#search, sorting: this.#sorting, shown: this.#shown },
      ...{ receipts: this.#receipts, severalFolders: this.#wanted.folder === undefined },
    };
    return tasksSection(table, {
      search: (words) => this.#change(() => ([this.#search, this.#shown] = [words, rowsAtOnce])),
      sort: (sorting) => this.#change(() => (this.#sorting = sorting)),
      showMore: () => this.#change(() => (this.#shown += rowsAtOnce)),
      toggle: (task) => (this.#receipts.has(task) ? this.#change(() => this.#receipts.delete(task)) : this.#open(task)),
      retry: (task) => this.#open(task),
      openTask: (task) => this.#host.send({ type: "open-task", task }),
    });
  }

  #receive(message: ToPage): void {
    switch (message.type) {
      case "folders":
        this.#change(() => (this.#folders = message.folders));
        break;
      case "dashboard":
        this.#answered(message.id, () => ([this.#view, this.#failure] = [message.view, undefined]));
        break;
      case "dashboard-failed":
        this.#answered(message.id, () => (this.#failure = message.message));
        break;
      case "routes":
        this.#change(() => (this.#routes = { kind: "loaded", view: message.view }));
        break;
      case "routes-failed":
        this.#change(() => (this.#routes = { kind: "failed", message: message.message }));
        break;
      case "budgets":
        this.#budgetsChanged(message.budgets);
        break;
      case "receipt":
        this.#receipt(message.task, { kind: "loaded", receipt: message.receipt });
        break;
      case "receipt-failed":
        this.#receipt(message.task, { kind: "failed", message: message.message });
        break;
      case "reconciled":
        this.#settling.delete(message.call);
        this.#load();
        break;
      case "reconcile-failed":
        this.#settlingFailed(message.call, message.message);
        break;
    }
  }

  #want(wanted: Wanted): void {
    this.#wanted = wanted;
    this.#shown = rowsAtOnce;
    this.#keep();
    this.#load();
  }

  #save(format: "csv" | "json"): void {
    this.#host.send({ type: "export", format, wanted: this.#wanted });
  }

  #load(): void {
    clearTimeout(this.#reloadTimer);
    this.#reloadTimer = undefined;
    this.#change(() => (this.#loading = true));
    this.#host.send({ type: "load", id: ++this.#loads, wanted: this.#wanted });
  }

  /** An answer to an earlier question is late and wrong. */
  #answered(id: number, take: () => unknown): void {
    if (id !== this.#loads) return;
    this.#loading = false;
    this.#change(take);
  }

  #budgetsChanged(budgets: DashboardView["budgets"]): void {
    if (this.#view !== undefined) this.#view = { ...this.#view, budgets };
    this.#reloadTimer ??= window.setTimeout(() => this.#load(), reloadAfterMs);
    this.requestUpdate();
  }

  #open(task: string): void {
    this.#change(() => this.#receipts.set(task, { kind: "waiting" }));
    this.#host.send({ type: "open-receipt", task });
  }

  /** Closed in the meantime: it stays closed. */
  #receipt(task: string, state: ReceiptState): void {
    if (this.#receipts.has(task)) this.#change(() => this.#receipts.set(task, state));
  }

  #settlingFailed(call: string, message: string): void {
    this.#change(() => this.#settling.set(call, { kind: "failed", message }));
  }

  #change(change: () => unknown): void {
    change();
    this.#keep();
    this.requestUpdate();
  }

  #keep(): void {
    this.#host.keep({ wanted: this.#wanted, sorting: this.#sorting });
  }
}

function section(title: string, content: TemplateResult): TemplateResult {
  return html`<section aria-label=${title}><h2>${title}</h2>${content}</section>`;
}

customElements.define("stepladder-spend-dashboard", SpendDashboard);
