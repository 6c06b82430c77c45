import { t } from "@vscode/l10n";
import "@vscode-elements/elements/dist/vscode-option/index.js";
import "@vscode-elements/elements/dist/vscode-single-select/index.js";
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { longestPrompt } from "../../server/protocol/longest-prompt.ts";
import type { ContextItem } from "../../server/protocol/requests.ts";
import { icon } from "../shared/icon.ts";
import { visibleLine } from "../shared/visible-text.ts";
import { chipLook } from "./chip-look.ts";
import { itemKey, withItem, withoutItem } from "./context-chips.ts";
import { mentionList } from "./mention-list.ts";
import { type MentionText, mentionAt, withoutMention } from "./mention-text.ts";
import type { EditorSelection, Mention, Status } from "./messages.ts";
import type { QuoteState } from "./page-state.ts";
import { PanelElement } from "./panel-element.ts";
import { emptyDraft, type PromptDraft, readiness } from "./prompt-draft.ts";
import { newer, older, type PromptHistory, promptAt } from "./prompt-history.ts";
import { quoteLine } from "./quote-line.ts";
import { send } from "./send.ts";

/** Tells `draft-change` with the draft, and `submit-prompt` when it is to be sent. */
export class PromptBox extends PanelElement {
  static override properties = {
    ...{ draft: { attribute: false }, status: { attribute: false }, selection: { attribute: false } },
    ...{
      quote: { attribute: false },
      failure: { attribute: false },
      sending: { type: Boolean },
      prompts: { attribute: false },
    },
    ...{ contextMessage: { attribute: false }, mentions: { state: true }, active: { state: true } },
  };
  declare draft: PromptDraft;
  declare status: Status | undefined;
  declare selection: EditorSelection | undefined;
  declare quote: QuoteState;
  /** Why the last prompt did not start. */
  declare failure: string | undefined;
  declare contextMessage: string | undefined;
  declare sending: boolean;
  /** Earlier prompts, newest first. */
  declare prompts: readonly string[];
  declare mentions: readonly Mention[];
  declare active: number;
  #mention: MentionText | undefined;
  #past: PromptHistory = { prompts: [], at: -1 };
  #asked = 0;
  #dismissed = -1;

  constructor() {
    super();
    this.draft = emptyDraft;
    this.prompts = [];
    this.quote = { kind: "none" };
    this.mentions = [];
    this.active = 0;
    this.sending = false;
  }

  get area(): HTMLTextAreaElement | null {
    return this.querySelector("textarea");
  }

  override focus(): void {
    this.area?.focus();
  }

  /** An answer to `find-mentions`; one that is late changes nothing. */
  showMentions(id: number, mentions: readonly Mention[]): void {
    if (id !== this.#asked || this.#mention === undefined) return;
    this.mentions = mentions;
    this.active = 0;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("prompts")) this.#past = { prompts: this.prompts, at: -1 };
  }

  protected override updated(changed: PropertyValues): void {
    const { area } = this;
    if (area === null) return;
    if (area.value !== this.draft.text) area.value = this.draft.text;
    if (changed.has("draft")) grow(area);
  }

  protected override render(): TemplateResult {
    const ready = readiness(this.draft, this.status?.folders ?? []);
    const label = this.draft.followUp === undefined ? t("What should be done?") : t("What should be done next?");
    const hint = t("{0}  @ adds context, Enter sends", label);
    return html`${mentionList(this.mentions, this.active, (it) => this.#pick(it))}
      ${this.failure === undefined ? nothing : html`<p class="line bad failure" role="alert">${icon("error")}<span>${this.failure}</span></p>`}
      ${ready.kind === "too-long" ? html`<p class="line bad failure" role="alert">${icon("error")}<span>${tooLong(ready.length)}</span></p>` : nothing}
      ${this.contextMessage === undefined ? nothing : html`<p class="line attention failure" role="status">${icon("info")}<span>${this.contextMessage}</span></p>`}
      <div class="box">
        ${this.#chips()}
        <textarea rows="2" spellcheck="false" aria-label=${label} placeholder=${hint} aria-autocomplete="list" aria-describedby="quote"
          aria-controls=${this.mentions.length > 0 ? "mentions" : nothing}
          aria-activedescendant=${this.mentions.length > 0 ? `mention-${this.active}` : nothing}
          @input=${this.#typed} @keydown=${this.#key} @blur=${this.#closeMentions} @click=${this.#lookForMention}></textarea>
        <div class="bar">
          ${this.#modes()}
          <button class="icon-button" title=${t("Add Context…")} aria-label=${t("Add Context…")} @click=${this.#startMention}>${icon("mention")}</button>
          ${this.#folders()}
          <span class="space"></span>
          <button class="icon-button send" title=${t("Send (Enter)")} aria-label=${t("Send")} ?disabled=${ready.kind !== "ready" || this.sending} @click=${this.#submit}>
            ${this.sending ? icon("loading", undefined, "codicon-modifier-spin") : icon("send")}</button>
        </div>
      </div>
      <div id="quote" class="quote">${quoteLine(this.quote)}</div>`;
  }

  #chips(): TemplateResult | typeof nothing {
    const { context, followUp } = this.draft;
    const offered = this.#offered();
    if (context.length === 0 && followUp === undefined && offered === undefined) return nothing;
    return html`<ul class="chips" aria-label=${t("Context")}>
      ${followUp === undefined ? nothing : chip("reply", t("Follow up: {0}", visibleLine(followUp.title.slice(0, 60))), visibleLine(followUp.title.slice(0, 300)), () => this.#change({ followUp: undefined }))}
      ${repeat(context, itemKey, (item) => this.#chip(item))}
      ${offered === undefined ? nothing : html`<li><button class="chip offer" title=${t("Add the selection")} @click=${() => this.#collect("selection")}>${icon("add")}<span>${offered}</span></button></li>`}
    </ul>`;
  }

  #chip(item: ContextItem): TemplateResult {
    const { name, label, detail } = chipLook(item);
    return chip(name, label, detail, () => this.#change({ context: withoutItem(this.draft.context, itemKey(item)) }));
  }

  /** The editor's selection, while it is not a chip yet. */
  #offered(): string | undefined {
    if (this.selection === undefined) return undefined;
    const item = { ...this.selection, kind: "selection", text: "" } as const;
    const there = this.draft.context.some((it) => itemKey(it) === itemKey(item));
    return there ? undefined : chipLook(item).label;
  }

  #modes(): TemplateResult {
    const mode = (value: "ask" | "edit", label: string, title: string) => html`<label class="mode" title=${title}>
      <input type="radio" name="mode" value=${value} .checked=${this.draft.mode === value} @change=${() => this.#change({ mode: value })}>
      <span>${label}</span></label>`;
    return html`<span class="modes" role="radiogroup" aria-label=${t("Mode")}>${mode("edit", t("Edit"), t("The agent may change files and run checks"))}${mode("ask", t("Ask"), t("The agent answers and changes nothing"))}</span>`;
  }

  #folders(): TemplateResult | typeof nothing {
    const folders = this.status?.folders ?? [];
    if (folders.length < 2) return nothing;
    const chosen = folders.some((it) => it.root === this.draft.folder) ? this.draft.folder : folders[0]?.root;
    const change = (event: Event) => {
      const folder = (event.currentTarget as HTMLElement & { value: string }).value;
      // What was added from another folder would not be found in this one.
      if (folder !== chosen) this.#change({ folder, context: [] });
    };
    return html`<vscode-single-select class="folder" label=${t("Folder")} title=${t("Folder")} @change=${change}>
      ${folders.map((it) => html`<vscode-option value=${it.root} description=${it.root} ?selected=${it.root === chosen}>${it.name}</vscode-option>`)}
    </vscode-single-select>`;
  }

  #change(part: Partial<PromptDraft>): void {
    this.draft = { ...this.draft, ...part };
    this.dispatchEvent(new CustomEvent("draft-change", { detail: this.draft, bubbles: true }));
  }

  #typed = (event: Event): void => {
    const area = event.currentTarget as HTMLTextAreaElement;
    if (this.#past.at >= 0) this.#past = { ...this.#past, at: -1 };
    this.#change({ text: area.value });
    this.#lookForMention();
  };

  #lookForMention = (): void => {
    const { area } = this;
    const mention =
      area === null || area.selectionStart !== area.selectionEnd
        ? undefined
        : mentionAt(area.value, area.selectionStart);
    if (mention === undefined || mention.start === this.#dismissed) {
      this.#hideMentions();
      return;
    }
    this.#dismissed = -1;
    this.#mention = mention;
    this.#asked += 1;
    send(this, { type: "find-mentions", id: this.#asked, query: mention.query, folder: this.draft.folder });
  };

  #startMention = (): void => {
    const { area } = this;
    if (area === null) return;
    area.focus();
    const at = area.selectionStart;
    area.setRangeText(at > 0 && !/\s/.test(area.value[at - 1] ?? "") ? " @" : "@", at, area.selectionEnd, "end");
    this.#change({ text: area.value });
    this.#dismissed = -1;
    this.#lookForMention();
  };

  #hideMentions(): void {
    this.#mention = undefined;
    this.#asked += 1;
    if (this.mentions.length > 0) this.mentions = [];
  }

  #closeMentions = (): void => this.#hideMentions();

  #pick(mention: Mention): void {
    const { area } = this;
    if (this.#mention === undefined || area === null) return;
    const { text, caret } = withoutMention(area.value, this.#mention);
    this.#hideMentions();
    area.value = text;
    area.setSelectionRange(caret, caret);
    const { pick } = mention;
    this.#change({ text, ...(pick.kind === "item" ? { context: withItem(this.draft.context, pick.item) } : {}) });
    if (pick.kind === "collect") this.#collect(pick.what);
    area.focus();
  }

  #collect(what: "problems" | "selection"): void {
    send(this, { type: "collect", what, folder: this.draft.folder });
  }

  #key = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (this.mentions.length > 0 && this.#mentionKey(event)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.#submit();
    } else if (this.#historyKey(event)) event.preventDefault();
  };

  /** True when the key was for the list. */
  #mentionKey(event: KeyboardEvent): boolean {
    const count = this.mentions.length;
    const mention = this.mentions[this.active];
    switch (event.key) {
      case "ArrowDown":
        this.active = (this.active + 1) % count;
        return true;
      case "ArrowUp":
        this.active = (this.active + count - 1) % count;
        return true;
      case "Enter":
      case "Tab":
        if (event.shiftKey || mention === undefined) return false;
        this.#pick(mention);
        return true;
      case "Escape":
        this.#dismissed = this.#mention?.start ?? -1;
        this.#hideMentions();
        event.stopPropagation();
        return true;
      default:
        return false;
    }
  }

  /** Up in an empty box goes to earlier prompts, and on from there as long as they are left as they were. */
  #historyKey(event: KeyboardEvent): boolean {
    const browsing = this.#past.at >= 0;
    if ((event.key !== "ArrowUp" && event.key !== "ArrowDown") || event.shiftKey) return false;
    if (!browsing && (this.draft.text !== "" || event.key === "ArrowDown")) return false;
    const next = event.key === "ArrowUp" ? older(this.#past) : newer(this.#past);
    if (next === undefined) return browsing;
    this.#past = next;
    this.#change({ text: promptAt(next) });
    return true;
  }

  #submit = (): void => {
    const ready = readiness(this.draft, this.status?.folders ?? []);
    if (ready.kind !== "ready" || this.sending) return;
    this.dispatchEvent(new CustomEvent("submit-prompt", { detail: ready.request, bubbles: true }));
  };
}

function chip(name: string, label: string, detail: string, remove: () => void): TemplateResult {
  return html`<li class="chip" title=${detail}>${icon(name)}<span>${label}</span>
    <button class="remove" title=${t("Remove")} aria-label=${t("Remove {0}", label)} @click=${remove}>${icon("close")}</button></li>`;
}

function tooLong(length: number): string {
  const count = (value: number) => value.toLocaleString(document.documentElement.lang || undefined);
  return t(
    "The prompt has {0} characters; at most {1} can be sent. Put the long part into a file and add it with @. Nothing is lost.",
    count(length),
    count(longestPrompt),
  );
}

/** As high as its text, up to the height that the style sheet allows. */
function grow(area: HTMLTextAreaElement): void {
  // Setting a property is no style attribute, so the content policy lets it be.
  area.style.height = "auto";
  if (area.value.includes("\n") || area.value.length > 30) area.style.height = `${area.scrollHeight}px`;
}

customElements.define("stepladder-prompt", PromptBox);
