import { parseArgs } from "node:util";
import { z } from "zod";
import { type Preference, preferences } from "../server/configuration/configuration.ts";
import { type Measured, nothingMeasured, parseMeasured, shipped } from "../server/routing/measured.ts";
import type { Benchmark } from "./benchmark.ts";
import { BadInput, numberIn, readJson } from "./support/bad-input.ts";
import { measureRouting } from "./support/routing-measure.ts";
import { describeRouting } from "./support/routing-report.ts";
import type { Verifier } from "./support/routing-stream.ts";

const usage = `Usage: npm run bench -- routing --data FILE [--frontier MODEL|cheapest] [--pool N|all|MODEL,MODEL]
  [--verifier-f 0.1] [--verifier-g 0.05] [--verifier-known] [--undone 0] [--check-cost 0.01]
  [--preference ${preferences.join("|")}] [--no-priors | --priors FILE] [--price-seed N] [--orders 30] [--json]`;

const options = {
  data: { type: "string" },
  frontier: { type: "string", default: "cheapest" },
  pool: { type: "string", default: "all" },
  "verifier-f": { type: "string", default: "0.1" },
  "verifier-g": { type: "string", default: "0.05" },
  "verifier-known": { type: "boolean", default: false },
  undone: { type: "string", default: "0" },
  "check-cost": { type: "string", default: "0.01" },
  preference: { type: "string", default: "balanced" },
  "no-priors": { type: "boolean", default: false },
  priors: { type: "string" },
  "price-seed": { type: "string" },
  orders: { type: "string", default: "30" },
  json: { type: "boolean", default: false },
} as const;

export const bench: Benchmark = {
  name: "routing",
  async run({ args }) {
    const { values } = parseArgs({ args: [...args], options });
    const { data, priors } = values;
    if (data === undefined) throw new BadInput(usage);
    const number = (text: string, most: number) => numberIn(text, most, usage);
    const verifier: Verifier = {
      f: number(values["verifier-f"], 1),
      g: number(values["verifier-g"], 1),
      cost: number(values["check-cost"], 1_000),
      undone: number(values.undone, 1),
    };
    const measured = values["no-priors"] ? nothingMeasured : priors === undefined ? shipped : readMeasured(priors);
    const figures = measureRouting({
      data,
      frontier: values.frontier,
      pool: values.pool,
      verifier,
      measured: values["verifier-known"] ? { ...measured, checks: verifier } : measured,
      preference: preferenceIn(values.preference),
      priceSeed: values["price-seed"] === undefined ? undefined : number(values["price-seed"], 2 ** 32),
      orders: number(values.orders, 10_000),
    });
    return { text: describeRouting(figures), json: figures.summary };
  },
};

function preferenceIn(text: string): Preference {
  const found = preferences.find((preference) => preference === text);
  if (found === undefined) throw new BadInput(`${text} is no preference.\n${usage}`);
  return found;
}

function readMeasured(file: string): Measured {
  const json = readJson(file);
  try {
    return parseMeasured(json);
  } catch (error) {
    throw new BadInput(
      `${file} does not hold priors: ${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}`,
    );
  }
}
