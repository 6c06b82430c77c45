import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { connect } from "../shared/host.ts";
import { announcement } from "./announcement.ts";
import { withItem } from "./context-chips.ts";
import { historyList } from "./history-list.ts";
import type { Draft, FromPage, PromptRequest, ToPage } from "./messages.ts";
import { emptyPage, openTask, type PageState, type QuoteState, receive } from "./page-state.ts";
import { PanelElement } from "./panel-element.ts";
import type { PromptBox } from "./prompt-box.ts";
import "./prompt-box.ts";
import { emptyDraft, type PromptDraft, readiness, sent } from "./prompt-draft.ts";
import { type PromptHistory, remember } from "./prompt-history.ts";
import { messageEvent } from "./send.ts";
import { setUpCard } from "./set-up-card.ts";
import { canWork, statusCard } from "./status-card.ts";
import { goesOn } from "./task-actions.ts";
import { taskPage, waitingCards } from "./task-page.ts";

/** What outlives the page: hidden views and reloaded windows get it back. */
interface Kept {
  readonly draft: PromptDraft;
  readonly prompts: readonly string[];
  readonly open: string | undefined;
}

const quoteAfterMs = 400;
const keepAfterMs = 250;
const searchAfterMs = 200;
const rowsAtOnce = 50;

/** The panel: the open task, or all tasks, above the prompt box. */
export class TaskPanel extends PanelElement {
  #host = connect<FromPage, ToPage, Kept>();
  #page: PageState = emptyPage;
  #draft: PromptDraft = emptyDraft;
  #past: PromptHistory = { prompts: [], at: -1 };
  #quote: QuoteState = { kind: "none" };
  #failure: string | undefined;
  #contextMessage: string | undefined;
  #sending: string | undefined;
  #requests = 0;
  #quoteTimer: number | undefined;
  #keepTimer: number | undefined;
  #searchTimer: number | undefined;
  #rows = rowsAtOnce;
  #frame: number | undefined;
  /** The end of the open task stays in sight while it grows, unless the user scrolled away from it. */
  #follows = true;
  #scrollTop = 0;
  #measured: Element | null = null;
  readonly #sizes = new ResizeObserver(() => this.#toEnd());
  #spoken = "";
  /** The prompt box gets the focus as soon as it is there, unless the user has gone elsewhere by then. */
  #wantsPrompt = false;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("blur", this.#leave);
    const kept = this.#host.kept();
    this.#draft = { ...emptyDraft, ...kept?.draft };
    this.#past = { prompts: kept?.prompts ?? [], at: -1 };
    this.#host.listen((message) => this.#receive(message));
    this.addEventListener(messageEvent, (event) => this.#send((event as CustomEvent<FromPage>).detail));
    this.addEventListener("open-link", (event) => this.#openLink((event as CustomEvent<string>).detail));
    this.addEventListener("draft-change", (event) => this.#drafted((event as CustomEvent<PromptDraft>).detail));
    this.addEventListener("submit-prompt", (event) => this.#start((event as CustomEvent<PromptRequest>).detail));
    document.addEventListener("visibilitychange", () => this.#keepNow());
    addEventListener("pagehide", () => this.#keepNow());
    this.#host.send({ type: "ready" });
    if (kept?.open !== undefined) this.#open(kept.open);
  }

  protected override render(): TemplateResult {
    const { status, open } = this.#page;
    const works = canWork(status);
    return html`<span class="spoken" role="status">${this.#spoken}</span>
      <div class="scroll" @scroll=${this.#scrolled}>${open === undefined ? this.#home() : taskPage(open, () => this.#close())}</div>
      ${
        status === undefined
          ? nothing
          : html`<section class="bottom" ?hidden=${!works} aria-label=${t("Prompt")}>
        ${open === undefined ? nothing : waitingCards(open)}
        <stepladder-prompt .draft=${this.#draft} .status=${status} .selection=${this.#page.selection} .quote=${this.#quote}
          .failure=${this.#failure} .contextMessage=${this.#contextMessage} .sending=${this.#sending !== undefined} .prompts=${this.#past.prompts}></stepladder-prompt>
      </section>`
      }`;
  }

  #home(): TemplateResult {
    const { status, models, history, tasks } = this.#page;
    if (status === undefined) return html`<main></main>`;
    if (!canWork(status))
      return html`<main class="home"><h1 class="spoken">${t("Tasks")}</h1>${statusCard(status)}</main>`;
    const hasTasks = history.rows.kind === "loaded" && (history.rows.value.length > 0 || history.search !== "");
    const actions = {
      open: (task: string) => this.#open(task),
      search: (words: string) => this.#search(words),
      more: () => this.#more(),
    };
    return html`<main class="home" aria-label=${t("Tasks")}>
      <h1 class="spoken">${t("Tasks")}</h1>
      ${history.rows.kind === "waiting" ? nothing : setUpCard(models, hasTasks)}
      ${historyList(
        history,
        tasks.filter((it) => it.state === "running"),
        actions,
      )}
    </main>`;
  }

  protected override updated(): void {
    this.#focusPrompt();
    const main = this.querySelector("main");
    if (main === this.#measured) return;
    this.#sizes.disconnect();
    this.#measured = main;
    if (main !== null) this.#sizes.observe(main);
  }

  readonly #leave = (): void => {
    this.#wantsPrompt = false;
  };

  #focusPrompt(): void {
    const box = this.#box;
    if (!this.#wantsPrompt || box === null || !canWork(this.#page.status)) return;
    this.#wantsPrompt = false;
    void box.updateComplete.then(() => box.focus());
  }

  get #box(): PromptBox | null {
    return this.querySelector<PromptBox>("stepladder-prompt");
  }

  get #scroll(): HTMLElement | null {
    return this.querySelector<HTMLElement>(".scroll");
  }

  #send(message: FromPage): void {
    this.#host.send(message);
  }

  /** However many messages come, the page is drawn once a frame. */
  #draw(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.requestUpdate();
    });
  }

  #receive(message: ToPage): void {
    const before = this.#page;
    this.#page = receive(before, message);
    this.#spoken = announcement(before.open, this.#page.open) ?? this.#spoken;
    switch (message.type) {
      case "status":
        if (canWork(message.status) && !canWork(before.status)) this.#begin();
        break;
      case "tasks":
        if (this.#page.open === undefined && endedTasks(before) !== endedTasks(this.#page)) this.#findHistory();
        break;
      case "events":
        // A task that is over is read from its beginning.
        if (before.open?.state === "unknown") this.#follows = message.state === "running";
        this.#goOn(before);
        break;
      case "past-task":
        this.#goOn(before);
        break;
      case "undone":
        if (this.#draft.followUp?.task === message.task) this.#drafted({ ...this.#draft, followUp: undefined });
        break;
      case "show-task":
        this.#open(message.task);
        break;
      case "show-prompt":
        this.#showPrompt(message.draft);
        break;
      case "quote":
        if (message.id === this.#requests) this.#quote = { kind: "known", quote: message.quote };
        break;
      case "quote-failed":
        if (message.id === this.#requests) this.#quote = { kind: "failed", message: message.message };
        break;
      case "started":
        this.#started(message.task);
        break;
      case "start-failed":
        this.#sending = undefined;
        this.#failure = message.message;
        break;
      case "mentions":
        this.#box?.showMentions(message.id, message.mentions);
        break;
      case "context":
        this.#contextMessage = message.message;
        this.#drafted({ ...this.#draft, context: message.items.reduce(withItem, this.#draft.context) }, false);
        break;
    }
    this.#draw();
  }

  #begin(): void {
    this.#send({ type: "find-models" });
    this.#findHistory();
    this.#askQuote();
  }

  #open(task: string): void {
    this.#page = openTask(this.#page, task);
    this.#follows = false;
    this.#scrollTop = 0;
    this.#send({ type: "open-task", task });
    this.#keepSoon();
    this.#draw();
    void this.updateComplete.then(() => this.#scroll?.scrollTo({ top: 0 }));
  }

  #close(): void {
    const left = this.#page.open?.task;
    this.#page = { ...this.#page, open: undefined };
    if (this.#draft.followUp?.task === left) this.#drafted({ ...this.#draft, followUp: undefined });
    this.#send({ type: "close-task" });
    this.#findHistory();
    this.#keepSoon();
    this.#draw();
    this.#box?.focus();
  }

  /** Once the open task has ended, the next prompt goes on from it. */
  #goOn(before: PageState): void {
    const { open } = this.#page;
    if (open === undefined || goesOn(before.open) || !goesOn(open)) return;
    const title = open.view.prompt || open.past?.receipt?.prompt || "";
    if (this.#draft.followUp === undefined) this.#drafted({ ...this.#draft, followUp: { task: open.task, title } });
  }

  #showPrompt(draft: Draft | undefined): void {
    if (this.#page.open !== undefined) this.#close();
    if (draft !== undefined) {
      const { prompt, mode, context } = draft;
      this.#drafted({ ...this.#draft, text: prompt, mode, context, followUp: undefined });
    }
    this.#wantsPrompt = true;
    this.#draw();
  }

  #drafted(draft: PromptDraft, told = true): void {
    this.#draft = draft;
    if (told) {
      this.#failure = undefined;
      this.#contextMessage = undefined;
    }
    this.#askQuote();
    this.#keepSoon();
    this.#draw();
  }

  #askQuote(): void {
    clearTimeout(this.#quoteTimer);
    this.#requests += 1;
    const id = this.#requests;
    const { status } = this.#page;
    const ready = readiness(this.#draft, status?.folders ?? []);
    if (ready.kind !== "ready" || !canWork(status)) {
      this.#quote = { kind: "none" };
      return;
    }
    if (this.#quote.kind === "none") this.#quote = { kind: "asking" };
    this.#quoteTimer = window.setTimeout(() => this.#send({ type: "quote", id, request: ready.request }), quoteAfterMs);
  }

  #start(request: PromptRequest): void {
    this.#sending = request.prompt;
    this.#failure = undefined;
    this.#requests += 1;
    this.#send({ type: "start", id: this.#requests, request });
    this.#draw();
  }

  #started(task: string): void {
    if (this.#sending !== undefined) {
      this.#past = remember(this.#past, this.#sending);
      this.#sending = undefined;
      this.#drafted(sent(this.#draft));
    }
    this.#open(task);
  }

  #search(words: string): void {
    this.#rows = rowsAtOnce;
    this.#page = { ...this.#page, history: { ...this.#page.history, search: words } };
    clearTimeout(this.#searchTimer);
    this.#searchTimer = window.setTimeout(() => this.#findHistory(), searchAfterMs);
  }

  #more(): void {
    this.#rows += rowsAtOnce * 4;
    this.#findHistory();
  }

  #findHistory(): void {
    if (!canWork(this.#page.status)) return;
    this.#send({ type: "find-history", search: this.#page.history.search, limit: this.#rows });
  }

  #openLink(href: string): void {
    this.#send({ type: "open-link", href, task: this.#page.open?.task });
  }

  #toEnd(): void {
    const scroll = this.#scroll;
    if (scroll !== null && this.#follows && this.#page.open !== undefined) scroll.scrollTop = scroll.scrollHeight;
  }

  /** Growing text moves nothing up: only the user does. */
  #scrolled = (event: Event): void => {
    const { scrollTop, scrollHeight, clientHeight } = event.currentTarget as HTMLElement;
    if (scrollHeight - scrollTop - clientHeight < 40) this.#follows = this.#page.open?.state === "running";
    else if (scrollTop < this.#scrollTop) this.#follows = false;
    this.#scrollTop = scrollTop;
  };

  #keepSoon(): void {
    this.#keepTimer ??= window.setTimeout(() => this.#keepNow(), keepAfterMs);
  }

  #keepNow(): void {
    clearTimeout(this.#keepTimer);
    this.#keepTimer = undefined;
    this.#host.keep({ draft: this.#draft, prompts: this.#past.prompts, open: this.#page.open?.task });
  }
}

function endedTasks(page: PageState): string {
  return page.tasks.flatMap(({ task, state }) => (state === "running" ? [] : [task])).join();
}

customElements.define("stepladder-panel", TaskPanel);
