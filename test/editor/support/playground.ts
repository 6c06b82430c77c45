/** A real repository with failing tests, and scripted models on all rungs, for one journey. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { makePlayGround, type PlayGround } from "../../../demo/play-ground.ts";
import { scenariosFolder } from "../../../demo/scenario-tasks.ts";
import { stepladderOutput } from "../../../demo/stepladder.ts";
import type { ScenarioInput } from "../../model-server/scenario.ts";
import { type ModelServer, startModelServer } from "../../model-server/server.ts";
import { afterwards } from "./afterwards.ts";

export interface Ground extends PlayGround {
  readonly models: ModelServer;
}

export interface GroundOptions {
  /** What the models answer beside the demo's scenarios; tried before them. */
  readonly scripts?: ScenarioInput["scripts"];
  /** Milliseconds between the pieces of an answer. */
  readonly delayMs?: number;
  /** Whether the repository's checks were agreed to before; true when undefined. */
  readonly agreed?: boolean;
}

/** The demo's repository and configuration, with models that answer as scripted. */
export async function playGroundFor(t: TestContext, options: GroundOptions = {}): Promise<Ground> {
  const own: ScenarioInput = { scripts: options.scripts ?? [] };
  const models = await startModelServer({ scenarios: [own, ...demoScenarios()], delayMs: options.delayMs ?? 2 });
  const ground = await makePlayGround(models.url);
  afterwards(t, async () => {
    await models.close();
    ground.remove();
  });
  if (options.agreed ?? true) await stepladderOutput(ground, ["trust", "--yes"]);
  return { ...ground, models };
}

/** What the models of `npm start` answer. */
export function demoScenarios(): readonly ScenarioInput[] {
  const files = readdirSync(scenariosFolder).toSorted();
  return files.map((file): ScenarioInput => {
    const { task: _, ...scenario } = JSON.parse(readFileSync(new URL(file, scenariosFolder), "utf8"));
    return scenario;
  });
}

/** Changes the user's configuration file of this home. */
export function changeConfiguration(home: string, changes: Readonly<Record<string, unknown>>): void {
  const folder = join(home, "config");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "stepladder.jsonc");
  const before: object = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...before, ...changes }, null, 2), { mode: 0o600 });
}
