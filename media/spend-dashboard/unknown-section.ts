import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { SpendView } from "../../server/protocol/requests.ts";
import { nanoUsdOf } from "../../server/protocol/usd.ts";
import { icon } from "../shared/icon.ts";
import { visibleLine } from "../shared/visible-text.ts";
import { money, timeText } from "./words.ts";

type UnknownCall = SpendView["unknown"][number];

/** What the user does about calls whose cost never came. */
export interface Reconciling {
  /** Calls that were sent off, and what went wrong with those that came back. */
  readonly state: ReadonlyMap<
    string,
    { readonly kind: "sent" } | { readonly kind: "failed"; readonly message: string }
  >;
  settle(call: string, cost: string): void;
  failed(call: string, message: string): void;
}

const shownAtOnce = 20;

export function unknownSection(calls: readonly UnknownCall[], reconciling: Reconciling): TemplateResult {
  return html`<p class="quiet">${t("The provider never said what these calls cost. What was held for them counts against your budgets until you settle them: look them up in the provider's bill.")}</p>
    <div class="table-scroll"><table class="figures">
      <thead><tr><th scope="col">${t("Time")}</th><th scope="col">${t("Model")}</th><th scope="col">${t("Call")}</th><th scope="col" class="number">${t("Held")}</th><th scope="col">${t("What the bill says")}</th></tr></thead>
      <tbody>${repeat(
        calls.slice(0, shownAtOnce),
        ({ call }) => call,
        (call) => unknownRow(call, reconciling),
      )}</tbody>
    </table></div>
    ${calls.length > shownAtOnce ? html`<p class="quiet">${t("{0} more follow when these are settled.", calls.length - shownAtOnce)}</p>` : nothing}`;
}

function unknownRow({ call, model, at, held }: UnknownCall, reconciling: Reconciling): TemplateResult {
  const state = reconciling.state.get(call);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    const cost = nanoUsdOf(form.querySelector("input")?.value ?? "");
    if (cost === undefined) reconciling.failed(call, t("An amount of dollars is needed, such as 0.0123."));
    else reconciling.settle(call, cost);
  };
  const busy = state?.kind === "sent";
  return html`<tr>
    <td class="time">${timeText(at)}</td><td>${visibleLine(model)}</td><td class="id">${visibleLine(call)}</td><td class="number">${money(held)}</td>
    <td><form class="settle" @submit=${submit}>
      <input type="text" inputmode="decimal" size="8" placeholder="0.0123" aria-label=${t("Cost of {0} in US dollars", call)} aria-invalid=${state?.kind === "failed"} ?disabled=${busy}>
      <button class="small" type="submit" ?disabled=${busy}>${t("Settle")}</button>
      <button class="small" type="button" ?disabled=${busy} @click=${() => reconciling.settle(call, "unbilled")}>${t("Not Billed")}</button>
    </form>${state?.kind === "failed" ? html`<p class="line bad" role="alert">${icon("error")}<span>${state.message}</span></p>` : nothing}</td>
  </tr>`;
}
