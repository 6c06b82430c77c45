import type { RoutedModel, RouteSurvey } from "../../agent/survey-routes.ts";
import { withoutEffort } from "../../models/effort.ts";
import type { Ground } from "../../protocol/grounds.ts";
import { toNano } from "../../routing/dollars.ts";
import type { Range, SurveyedGround, SurveyedPrior } from "../../routing/survey.ts";
import { formatUsd } from "../../spend/money.ts";
import { visibleLine } from "../visible-text.ts";
import { alignRows } from "./table.ts";

const head = ["", "model", "success", "an attempt", "per completed", "here", "assumed before that"];

export function routesLines(survey: RouteSurvey): readonly string[] {
  const { kind, models, route, pinned, wrongAccepted, rightRejected } = survey;
  const would =
    route.kind === "ladder" || route.kind === "no-able-model" ? route.because : `nothing now: ${route.kind}`;
  const rows = alignRows([head, ...models.map(cellsOf)], ["right", "left", "left", "left", "right", "left", "left"]);
  return [
    `${kind}: ${visibleLine(would)}${pinned === undefined ? "" : ` Pinned: ${visibleLine(pinned.join(", "))}.`}`,
    ...rows.map((row) => `  ${row}`),
    `  Its checks are taken to accept ${percent(wrongAccepted)} of the wrong results and to reject ${percent(rightRejected)} of the right ones.`,
    ...groundLines(survey.grounds),
    ...quoteLines(survey),
    "",
  ];
}

const groundNames: Readonly<Record<Ground, string>> = {
  unfinished: "what was not finished",
  looks: "edits, syntax and types alone",
  unbroken: "tests that passed before",
  findings: "reported errors that had to go",
  "written-test": "a test that another family wrote first",
  tests: "tests that speak of the work",
  "given-check": "the check given with the task",
  review: "a review by another family",
  user: "your own word",
};

const groundHead = ["verdicts stood on", "accepts wrong", "rejects right", "here", "measured on"];

function groundLines(grounds: readonly SurveyedGround[]): readonly string[] {
  if (grounds.length === 0) return [];
  const rows = grounds.map(({ ground, wrongAccepted, rightRejected, results, later, measuredOn }) => [
    ...[groundNames[ground], percent(wrongAccepted), percent(rightRejected)],
    `${results} ${results === 1 ? "result" : "results"}${later === 0 ? "" : `, of ${later} more is known`}`,
    measuredOn === 0 ? "assumed" : `${measuredOn} ${measuredOn === 1 ? "result" : "results"}`,
  ]);
  const aligned = alignRows([groundHead, ...rows], ["left", "right", "right", "left", "left"]);
  return aligned.map((row) => `    ${row}`);
}

function quoteLines({ pastQuotes }: RouteSurvey): readonly string[] {
  if (pastQuotes === undefined) return [];
  const { pieces, cost, quoted } = pastQuotes;
  return [
    `  Quotes so far: ${Math.round(pieces)}. What they stood for cost ${percent(cost)} of what was expected, so the next count on ${percent(quoted)}.`,
  ];
}

function cellsOf(model: RoutedModel): readonly string[] {
  const { success, cost, costPerCompleted, effort, place, prior } = model;
  return [
    place === undefined ? "" : `${place}.`,
    `${visibleLine(model.model)}${effort === undefined || saysEffort(model.model) ? "" : ` (effort ${effort})`}`,
    `${percent(success.likely)} (${rangeOf(success, percent)})`,
    cost === undefined ? "free" : `${usd(cost.likely)} (${rangeOf(cost, usd)})`,
    cost === undefined ? "free" : usd(costPerCompleted),
    seenText(model),
    priorText(prior),
  ];
}

/** One of several efforts has it in its name. */
function saysEffort(model: string): boolean {
  return withoutEffort(model) !== model;
}

/** Its attempts by their verdict, and how many they still count for once they are old. */
function seenText({ seen, weight }: RoutedModel): string {
  const counts = (["proved", "refuted", "unproved"] as const).flatMap((verdict) =>
    seen[verdict] === 0 ? [] : [`${seen[verdict]} ${verdict}`],
  );
  if (counts.length === 0) return "no attempt";
  const counted = Math.round(weight);
  return counted < seen.proved + seen.refuted ? `${counts.join(", ")}; count as ${counted}` : counts.join(", ");
}

const sources: Readonly<Record<SurveyedPrior["source"], string>> = {
  measured: "public results",
  family: "results of its family",
  rung: "what its rung usually does",
};

function priorText({ source, weight, tasks, ran }: SurveyedPrior): string {
  const of = tasks === undefined ? "" : ` (${tasks} tasks${ran === undefined ? "" : `, ${ran}`})`;
  const attempts = Math.max(1, Math.round(weight));
  return `${sources[source]}${of}, as ${attempts} ${attempts === 1 ? "attempt" : "attempts"}`;
}

function rangeOf({ low, high }: Range, show: (value: number) => string): string {
  return `${show(low)} to ${show(high)}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function usd(amount: number): string {
  return formatUsd(toNano(amount));
}
