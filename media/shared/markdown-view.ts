import DOMPurify from "dompurify";
import { blockStarts, markdown } from "./markdown.ts";
import { visibleText } from "./visible-text.ts";

const allowed = {
  ALLOWED_TAGS: [
    ...["p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "pre", "code", "span"],
    ...["em", "strong", "s", "a", "table", "thead", "tbody", "tr", "th", "td"],
  ],
  ALLOWED_ATTR: ["class", "start", "role", "tabindex", "title", "data-href"],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true as const,
};

/** Longer text is shown as it was written, without markdown. */
const longestMarkdown = 400_000;

/**
 * A model's text. While it grows, only its last block is drawn again. A click on a link, or Enter, is told as the event
 * `open-link` with the address as its detail, and does nothing by itself.
 */
export class MarkdownView extends HTMLElement {
  #text = "";
  /** Start of the last block, and how many blocks before it are drawn for good. */
  #start = 0;
  #settled = 0;

  connectedCallback(): void {
    this.addEventListener("click", this.#follow);
    this.addEventListener("keydown", this.#follow);
  }

  set text(raw: string) {
    const text = visibleText(raw);
    if (text === this.#text) return;
    if (!text.startsWith(this.#text)) this.#forget();
    this.#text = text;
    if (text.length > longestMarkdown) this.#drawPlain();
    else this.#draw();
  }

  get text(): string {
    return this.#text;
  }

  #forget(): void {
    this.#start = 0;
    this.#settled = 0;
    this.replaceChildren();
  }

  #drawPlain(): void {
    const plain = document.createElement("pre");
    plain.className = "plain";
    plain.textContent = this.#text;
    this.replaceChildren(plain);
  }

  #draw(): void {
    const rest = this.#text.slice(this.#start);
    const starts = blockStarts(rest);
    while (this.childElementCount > this.#settled) this.lastElementChild?.remove();
    for (const [index, start] of starts.entries()) {
      const next = starts[index + 1];
      this.append(block(rest.slice(start, next)));
      if (next !== undefined) this.#settled += 1;
    }
    this.#start += starts.at(-1) ?? 0;
  }

  #follow = (event: Event): void => {
    if (event instanceof KeyboardEvent && event.key !== "Enter") return;
    const link = event.target instanceof Element ? event.target.closest("[data-href]") : null;
    const href = link?.getAttribute("data-href");
    if (href === null || href === undefined) return;
    event.preventDefault();
    this.dispatchEvent(new CustomEvent("open-link", { detail: href, bubbles: true, composed: true }));
  };
}

function block(text: string): HTMLElement {
  const element = document.createElement("div");
  element.className = "block";
  element.append(DOMPurify.sanitize(markdown.render(text), allowed));
  return element;
}

customElements.define("stepladder-markdown", MarkdownView);
