import { LitElement } from "lit";

/** An element that stands in the page's own tree, so that the page's style sheets and codicons apply to it. */
export class PageElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
