import { t } from "@vscode/l10n";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import { html, nothing, type TemplateResult } from "lit";
import type { PastQuotesView, RouteKindView, RouteModelView, RoutesView } from "../../server/protocol/requests.ts";
import { icon } from "../shared/icon.ts";
import { visibleLine } from "../shared/visible-text.ts";
import { checkErrors, percent } from "./route-grounds.ts";
import { count, money } from "./words.ts";

export type RoutesState =
  | { readonly kind: "waiting" }
  | { readonly kind: "loaded"; readonly view: RoutesView }
  | { readonly kind: "failed"; readonly message: string };

/** By kind of work: what each model is believed to do and to cost, how surely, and on what that rests. */
export function routesSection(state: RoutesState, forget: () => void): TemplateResult {
  switch (state.kind) {
    case "waiting":
      return html`<p class="quiet">${t("Loading…")}</p>`;
    case "failed":
      return html`<p class="line bad" role="alert">${icon("error")}<span>${visibleLine(state.message)}</span></p>`;
    case "loaded":
      return known(state.view, forget);
  }
}

function known({ kinds }: RoutesView, forget: () => void): TemplateResult {
  if (kinds.length === 0) return html`<p class="quiet">${t("No model is configured.")}</p>`;
  const [tried, untried] = [kinds.filter(wasTried), kinds.filter((kind) => !wasTried(kind))];
  return html`<p class="quiet">${t("A range holds the true value in eight cases of ten, if what is assumed is right. Of all time; half of an attempt’s weight is gone after 30 days.")}</p>
    ${tried.map((kind, index) => kindDetails(kind, index === 0))}
    ${
      untried.length === 0
        ? nothing
        : html`<details class="routes"><summary>${t("Kinds without an attempt so far")}</summary>
      ${untried.map((kind) => kindDetails(kind, false))}</details>`
    }
    <p><vscode-button secondary @click=${forget}>${t("Forget What Was Learned…")}</vscode-button></p>`;
}

function wasTried({ models }: RouteKindView): boolean {
  return models.some(({ proved, refuted, unproved }) => proved + refuted + unproved > 0);
}

function kindDetails(known: RouteKindView, open: boolean): TemplateResult {
  const { kind, reason, pinned, models, pastQuotes } = known;
  return html`<details class="routes" ?open=${open}>
    <summary><span class="kind">${kind}</span> <span class="reason">${visibleLine(reason)}</span></summary>
    ${pinned.length === 0 ? nothing : html`<p class="quiet">${t("Pinned: {0}", visibleLine(pinned.join(", ")))}</p>`}
    <div class="table-scroll" tabindex="0"><table class="figures" aria-label=${t("What is known of {0}", kind)}>
      <thead><tr>
        <th scope="col">${t("Model")}</th><th scope="col" class="number">${t("Turn")}</th>
        <th scope="col" class="number">${t("Success")}</th><td class="bar-cell"></td><th scope="col" class="number">${t("An attempt")}</th>
        <th scope="col" class="number">${t("Per completed task")}</th><th scope="col" class="number">${t("Proved")}</th>
        <th scope="col" class="number">${t("Refuted")}</th><th scope="col" class="number">${t("Unproved")}</th>
      </tr></thead>
      <tbody>${models.map(modelRow)}</tbody>
    </table></div>
    ${checkErrors(known)}
    ${pastQuotes === undefined ? nothing : quotesSoFar(pastQuotes)}
  </details>`;
}

function quotesSoFar({ pieces, cost, quoted }: PastQuotesView): TemplateResult {
  return html`<p class="quiet">${t("Quotes so far: {0}. What they stood for cost {1} of what was expected, so the next count on {2}.", count(Math.round(pieces)), percent(cost), percent(quoted))}</p>`;
}

function modelRow(row: RouteModelView): TemplateResult {
  const { model, rung, effort, place, success, cost, costPerCompleted } = row;
  const free = html`<span class="quiet">${t("free")}</span>`;
  const counts = [row.proved, row.refuted, row.unproved].map((many) =>
    many === 0 ? html`<span class="quiet">0</span>` : count(many),
  );
  return html`<tr>
    <th scope="row"><span class="rung">${visibleLine(rung)}</span> ${visibleLine(model)}
      ${effort === undefined || model.endsWith(`@${effort}`) ? nothing : html`<span class="quiet">${t("effort {0}", effort)}</span>`}
      <span class="quiet between">${assumedText(row.assumed)}</span></th>
    <td class="number">${place ?? html`<span class="quiet">–</span>`}</td>
    <td class="number">${percent(success.likely)} ${rangeText(percent(success.low), percent(success.high))}</td>
    <td class="bar-cell">${interval(success)}</td>
    <td class="number">${cost === undefined ? free : html`${money(cost.likely)} ${rangeText(money(cost.low), money(cost.high))}`}</td>
    <td class="number">${cost === undefined ? free : money(costPerCompleted)}</td>
    ${counts.map((cell) => html`<td class="number">${cell}</td>`)}
  </tr>`;
}

function rangeText(low: string, high: string): TemplateResult {
  return html`<span class="quiet between">${t("{0} to {1}", low, high)}</span>`;
}

/** The range on a line from none to all, with a mark at the likely value. Its figures stand beside it. */
function interval({ low, likely, high }: RouteModelView["success"]): TemplateResult {
  const x = (share: number) => (share * 100).toFixed(1);
  return html`<svg class="interval" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
    <line x1="0" x2="100" y1="5" y2="5" /><line class="range" x1=${x(low)} x2=${x(high)} y1="5" y2="5" />
    <line class="likely" x1=${x(likely)} x2=${x(likely)} y1="0" y2="10" />
  </svg>`;
}

function assumedText({ source, weight }: RouteModelView["assumed"]): string {
  const attempts = Math.max(1, Math.round(weight));
  const many = attempts === 1 ? t("1 attempt") : t("{0} attempts", count(attempts));
  const from = {
    measured: t("public results of the model"),
    family: t("public results of its family"),
    rung: t("what its rung usually does"),
  }[source];
  return t("Assumed: {0}, as {1}", from, many);
}
