import { Command, Option } from "commander";
import type { RouteSurvey } from "../../agent/survey-routes.ts";
import { kinds } from "../../routing/kinds.ts";
import type { Range, SurveyedModel } from "../../routing/survey.ts";
import { formatUsd, nano, nanoPerUsd } from "../../spend/money.ts";
import type { BuildCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { findFolder } from "../folder.ts";
import { toJson } from "../json.ts";
import { print, warn } from "../output.ts";
import type { Terminal } from "../terminal.ts";
import { alignRows } from "../view/table.ts";
import { visibleLine } from "../visible-text.ts";
import { withBody } from "../with-body.ts";

interface Options {
  readonly kind?: string;
  readonly json: boolean;
}

export const routesCommand: BuildCommand = (terminal, exitWith) =>
  new Command("routes")
    .description(
      "Show what the router knows of each model by kind of work: evidence, uncertainty, and what it would do",
    )
    .addOption(new Option("--kind <kind>", "only this kind of work").choices(kinds))
    .option("--json", "print it as JSON", false)
    .addHelpText("after", "\nExample:\n  stepladder routes --kind fix")
    .action(async (options: Options) => exitWith(await routes(options, terminal)));

async function routes({ kind, json }: Options, terminal: Terminal): Promise<number> {
  const folder = await findFolder(undefined, terminal.cwd);
  if (folder.kind === "bad-folder") {
    await warn(terminal, [visibleLine(folder.message)]);
    return exitCodes.usage;
  }
  return withBody(
    terminal,
    async (body) => {
      const surveys = body.routes(folder.root).filter((one) => kind === undefined || one.kind === kind);
      if (json) await print(terminal, [toJson(surveys)]);
      else if (surveys.some(({ models }) => models.length > 0)) await print(terminal, surveys.flatMap(linesOf));
      else await warn(terminal, ["No model is configured. stepladder doctor says what to do."]);
      return exitCodes.proved;
    },
    "no-notices",
  );
}

function linesOf(survey: RouteSurvey): readonly string[] {
  const { kind, models, route, pinned, wrongAccepted, rightRejected } = survey;
  const would =
    route.kind === "ladder" || route.kind === "no-able-model" ? route.because : `nothing now: ${route.kind}`;
  const head = ["  model", "success", "an attempt", "proved here", "beside that"];
  return [
    `${kind}: ${visibleLine(would)}${pinned === undefined ? "" : ` Pinned: ${visibleLine(pinned.join(", "))}.`}`,
    ...alignRows([head, ...models.map(cellsOf)], ["left", "left", "left", "right", "left"]),
    `  Its checks are taken to accept ${percent(wrongAccepted)} of the wrong results and to reject ${percent(rightRejected)} of the right ones.`,
    "",
  ];
}

const sources: Readonly<Record<SurveyedModel["source"], string>> = {
  measured: "public results of this model",
  family: "public results of its family",
  rung: "what its rung usually does",
};

function cellsOf({ model, success, cost, judged, proved, source }: SurveyedModel): readonly string[] {
  return [
    `  ${visibleLine(model)}`,
    `${percent(success.likely)} (${rangeOf(success, percent)})`,
    cost === undefined ? "free" : `${usd(cost.likely)} (${rangeOf(cost, usd)})`,
    `${Math.round(proved)} of ${Math.round(judged)}`,
    sources[source],
  ];
}

function rangeOf({ low, high }: Range, show: (value: number) => string): string {
  return `${show(low)} to ${show(high)}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function usd(amount: number): string {
  return formatUsd(nano(BigInt(Math.round(amount * Number(nanoPerUsd)))));
}
