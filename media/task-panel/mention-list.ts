import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../shared/icon.ts";
import { visibleLine } from "../shared/visible-text.ts";
import type { Mention } from "./messages.ts";

/** What can be added as context. The focus stays in the prompt box, which names the active row. */
export function mentionList(
  mentions: readonly Mention[],
  active: number,
  pick: (mention: Mention) => void,
): TemplateResult {
  const count = mentions.length === 0 ? "" : t("{0} suggestions", mentions.length);
  const row = (mention: Mention, index: number) => {
    // Pressing must not take the focus out of the prompt box.
    const press = (event: Event) => {
      event.preventDefault();
      pick(mention);
    };
    return html`<li id="mention-${index}" role="option" aria-selected=${index === active} @mousedown=${press}>
      ${icon(mention.icon)}<span class="label">${visibleLine(mention.label)}</span><span class="detail">${visibleLine(mention.detail)}</span></li>`;
  };
  return html`<span class="spoken" role="status">${count}</span>
    ${mentions.length === 0 ? nothing : html`<ul id="mentions" class="mentions" role="listbox" aria-label=${t("Context")}>${mentions.map(row)}</ul>`}`;
}
