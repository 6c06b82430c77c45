import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import type { RouteGroundView, RouteKindView } from "../../server/protocol/requests.ts";
import { count } from "./words.ts";

/** How often the checks of a kind are taken to be wrong, together and by what their verdicts stood on. */
export function checkErrors({ kind, checks, grounds }: RouteKindView): TemplateResult {
  const [accepts, rejects] = [percent(checks.wrongAccepted), percent(checks.rightRejected)];
  return html`<p class="quiet">${t("Its checks are taken to accept {0} of the wrong results and to reject {1} of the right ones.", accepts, rejects)}</p>
    ${grounds.length === 0 ? nothing : groundTable(kind, grounds)}`;
}

function groundTable(kind: string, grounds: readonly RouteGroundView[]): TemplateResult {
  return html`<div class="table-scroll" tabindex="0"><table class="figures" aria-label=${t("How often checks of {0} are wrong", kind)}>
    <thead><tr>
      <th scope="col">${t("Verdicts stood on")}</th><th scope="col" class="number">${t("Accepts wrong")}</th>
      <th scope="col" class="number">${t("Rejects right")}</th><th scope="col" class="number">${t("Results here")}</th>
      <th scope="col" class="number">${t("More known later")}</th><th scope="col" class="number">${t("Measured on")}</th>
    </tr></thead>
    <tbody>${grounds.map(groundRow)}</tbody>
  </table></div>`;
}

function groundRow({
  ground,
  wrongAccepted,
  rightRejected,
  results,
  later,
  measuredOn,
}: RouteGroundView): TemplateResult {
  return html`<tr>
    <th scope="row">${nameOf(ground)}</th>
    <td class="number">${percent(wrongAccepted)}</td><td class="number">${percent(rightRejected)}</td>
    <td class="number">${count(results)}</td>
    <td class="number">${later === 0 ? html`<span class="quiet">0</span>` : count(later)}</td>
    <td class="number">${measuredOn === 0 ? html`<span class="quiet">${t("assumed")}</span>` : count(measuredOn)}</td>
  </tr>`;
}

function nameOf(ground: RouteGroundView["ground"]): string {
  switch (ground) {
    case "unfinished":
      return t("what was not finished");
    case "looks":
      return t("edits, syntax and types alone");
    case "unbroken":
      return t("tests that passed before");
    case "findings":
      return t("reported errors that had to go");
    case "written-test":
      return t("a test that another family wrote first");
    case "tests":
      return t("tests that speak of the work");
    case "given-check":
      return t("the check given with the task");
    case "review":
      return t("a review by another family");
    case "user":
      return t("your own word");
  }
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
