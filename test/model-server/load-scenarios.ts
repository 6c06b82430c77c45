import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import { z } from "zod";
import {
  type PlannedFault,
  type Scenario,
  type ScenarioInput,
  type Script,
  type ScriptedModel,
  scenarioSchema,
} from "./scenario.ts";

/** All files of a folder as one: models by name, and scripts in the order in which they are tried. */
export interface Scenarios {
  readonly models: ReadonlyMap<string, ScriptedModel>;
  readonly scripts: readonly NamedScript[];
  readonly faults: readonly PlannedFault[];
}

export interface NamedScript extends Script {
  /** Where it stands, such as `dates.json scripts[1]`. */
  readonly place: string;
}

export class ScenarioError extends Error {
  override readonly name = "ScenarioError";
}

/** From a folder of `*.json` files in the order of their names, or from values. Throws `ScenarioError` with file and path of every mistake. */
export function loadScenarios(source: string | ScenarioInput | readonly ScenarioInput[]): Scenarios {
  if (typeof source === "string") return combine(readFolder(source));
  const inputs = Array.isArray(source) ? source : [source];
  return combine(
    inputs.map((input, index) => ({ file: `scenario ${index + 1}`, scenario: check(`scenario ${index + 1}`, input) })),
  );
}

interface ScenarioFile {
  readonly file: string;
  readonly scenario: Scenario;
}

function readFolder(folder: string): ScenarioFile[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort();
  if (files.length === 0) throw new ScenarioError(`${folder} has no *.json files.`);
  return files.map((file) => ({ file, scenario: check(file, readJson(folder, file)) }));
}

function readJson(folder: string, file: string): unknown {
  const text = readFileSync(join(folder, file), "utf8");
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors);
  const first = errors[0];
  if (first === undefined) return value;
  const line = text.slice(0, first.offset).split("\n").length;
  throw new ScenarioError(`${file}, line ${line}: ${printParseErrorCode(first.error)}.`);
}

function check(file: string, value: unknown): Scenario {
  const result = scenarioSchema.safeParse(value);
  if (result.success) return result.data;
  throw new ScenarioError(
    result.error.issues
      .flatMap(leaves)
      .map((issue) => `${file}: ${issue}`)
      .join("\n"),
  );
}

/** A union reports one list of issues per member; the member with the deepest issue is the one that the author meant. */
function leaves(issue: z.core.$ZodIssue): string[] {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) {
    return [`${z.core.toDotPath(issue.path) || "(top)"}: ${issue.message}`];
  }
  const depth = (issues: readonly z.core.$ZodIssue[]) => Math.max(0, ...issues.map((inner) => inner.path.length));
  const meant = issue.errors.reduce((best, next) => (depth(next) > depth(best) ? next : best));
  return meant.flatMap((inner) => leaves({ ...inner, path: [...issue.path, ...inner.path] }));
}

function combine(files: readonly ScenarioFile[]): Scenarios {
  const models = new Map<string, ScriptedModel>();
  for (const { file, scenario } of files) {
    for (const model of scenario.models ?? []) {
      if (models.has(model.name)) throw new ScenarioError(`${file}: the model ${model.name} is declared twice.`);
      models.set(model.name, model);
    }
  }
  const scripts = files.flatMap(({ file, scenario }) =>
    (scenario.scripts ?? []).map((script, index) => ({ ...script, place: `${file} scripts[${index}]` })),
  );
  for (const script of scripts) checkModelNames(script, models);
  const ordered = [...scripts.filter((script) => !script.fallback), ...scripts.filter((script) => script.fallback)];
  return { models, scripts: ordered, faults: files.flatMap(({ scenario }) => scenario.faults ?? []) };
}

function checkModelNames(script: NamedScript, models: ReadonlyMap<string, ScriptedModel>): void {
  for (const name of [script.model].flat()) {
    if (name === "*" || models.has(name)) continue;
    throw new ScenarioError(
      `${script.place}.model: ${name} is not among the models: ${[...models.keys()].join(", ")}.`,
    );
  }
}
