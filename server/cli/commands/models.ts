import { Command } from "commander";
import type { Body } from "../../body.ts";
import { modelCalled } from "../../models/catalogue/catalogue.ts";
import type { CatalogueModel } from "../../models/catalogue/schema.ts";
import type { Price } from "../../spend/price.ts";
import type { BuildCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { toJson } from "../json.ts";
import { print, warn } from "../output.ts";
import type { Terminal } from "../terminal.ts";
import { exactUsd } from "../usd.ts";
import { refreshedLines } from "../view/refreshed-text.ts";
import { alignRows } from "../view/table.ts";
import { visibleLine } from "../visible-text.ts";
import { withBody } from "../with-body.ts";

export const modelsCommand: BuildCommand = (terminal, exitWith) =>
  new Command("models")
    .description("List the models by rung, weakest rung first, with their prices")
    .option("--json", "print them as JSON", false)
    .option("--refresh", "ask the hosts for their models and prices, and show what changed", false)
    .action(async ({ json, refresh }: { json: boolean; refresh: boolean }) =>
      exitWith(await (refresh ? refreshModels(json, terminal) : models(json, terminal))),
    );

/** Later starts know what was published; nothing in the ledger changes. */
async function refreshModels(json: boolean, terminal: Terminal): Promise<number> {
  return withBody(
    terminal,
    async (body) => {
      const refreshed = await body.models.refresh(new AbortController().signal);
      await print(terminal, json ? [toJson(refreshed)] : refreshedLines(refreshed));
      return refreshed.file === undefined ? exitCodes.failed : exitCodes.proved;
    },
    "no-notices",
  );
}

async function models(json: boolean, terminal: Terminal): Promise<number> {
  return withBody(terminal, async (body) => {
    const rows = modelRows(body);
    if (json) await print(terminal, [toJson(rows)]);
    else if (rows.length > 0) await print(terminal, modelLines(rows));
    else await warn(terminal, ["No model is configured. stepladder doctor says what to do."]);
    return exitCodes.proved;
  });
}

interface ModelRow {
  readonly rung: string;
  readonly model: string;
  readonly local: boolean;
  readonly context: number;
  readonly price: Price;
  /** The name under which other endpoints serve the same, and what was measured of it. */
  readonly weights: string | undefined;
  readonly strength: CatalogueModel["strength"];
}

/** A model stands once per rung that names it; one that no rung names is never used, and says so. */
function modelRows(body: Body): readonly ModelRow[] {
  const { rungs, served } = body.configuration;
  const row = (rung: string, id: string): readonly ModelRow[] => {
    const model = served.find((it) => it.id === id);
    if (model === undefined) return [];
    const { weights, context, endpoint } = model;
    const { strength } = modelCalled(weights ?? "") ?? {};
    return [{ rung, model: id, local: endpoint.local, context, price: body.priceOf(id), weights, strength }];
  };
  const used = new Set(rungs.flatMap((rung) => rung.models));
  const unused = served.filter((it) => !used.has(it.id));
  return [
    ...rungs.flatMap((rung) => rung.models.flatMap((id) => row(rung.name, id))),
    ...unused.flatMap((it) => row("", it.id)),
  ];
}

function modelLines(rows: readonly ModelRow[]): readonly string[] {
  const head = ["rung", "model", "weights", "where", "context", "input / output per million", ""];
  const cells = rows.map((row) => [
    row.rung === "" ? "(no rung)" : visibleLine(row.rung),
    visibleLine(row.model),
    visibleLine(row.weights ?? ""),
    row.local ? "local" : "remote",
    row.context.toLocaleString("en"),
    ...priceCells(row.price),
  ]);
  return alignRows([head, ...cells], ["left", "left", "left", "left", "right", "left", "left"]);
}

function priceCells(price: Price): readonly [string, string] {
  switch (price.kind) {
    case "free":
      return ["free", visibleLine(price.source)];
    case "unknown":
      return ["no price, so not used", visibleLine(price.because)];
    case "priced":
      return [
        `${exactUsd(price.rates.input.base)} / ${exactUsd(price.rates.output.base)}`,
        visibleLine(`${price.source} ${price.asOf}`),
      ];
  }
}
