import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { formatNanoUsd } from "../../server/protocol/usd.ts";
import { icon } from "../shared/icon.ts";
import { visibleLine } from "../shared/visible-text.ts";
import type { QuoteState } from "./page-state.ts";

/** What the prompt would cost, and which model would begin and why. */
export function quoteLine(quote: QuoteState): TemplateResult | typeof nothing {
  switch (quote.kind) {
    case "none":
      return nothing;
    case "asking":
      return html`<p class="line quiet">${icon("loading", undefined, "codicon-modifier-spin")}<span>${t("Quoting")}</span></p>`;
    case "failed":
      return html`<p class="line attention">${icon("warning")}<span>${quote.message}</span></p>`;
    case "known": {
      const { low, likely, high, because } = quote.quote;
      const range =
        low === high ? nothing : html` <span class="quiet">(${formatNanoUsd(low)}–${formatNanoUsd(high)})</span>`;
      const amount = BigInt(likely) === 0n && BigInt(high) === 0n ? t("free") : t("about {0}", formatNanoUsd(likely));
      return html`<p class="line"><span><strong>${amount}</strong>${range} <span class="quiet">${visibleLine(because)}</span></span></p>`;
    }
  }
}
