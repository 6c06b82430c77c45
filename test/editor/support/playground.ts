/** A real repository with failing tests, and scripted models on all rungs, for one journey. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { makePlayGround, type PlayGround } from "../../../demo/play-ground.ts";
import { type ModelServer, startModelServer } from "../../model-server/server.ts";

export interface Ground extends PlayGround {
  readonly models: ModelServer;
}

/** Own scenarios of the journeys; they say what each scripted model answers to which prompt. */
export const scenarios = fileURLToPath(new URL("../scenarios", import.meta.url));

/** The demo's repository and configuration, with the models answering from `test/editor/scenarios`. */
export async function playGroundFor(
  t: TestContext,
  options: { readonly delayMs?: number; readonly scenarios?: string } = {},
): Promise<Ground> {
  const models = await startModelServer({
    scenarios: options.scenarios ?? scenarios,
    delayMs: options.delayMs ?? 2,
  });
  const ground = await makePlayGround(models.url);
  t.after(async () => {
    await models.close();
    ground.remove();
  });
  return { ...ground, models };
}

/** Replaces the user's configuration file of this home. */
export function writeConfiguration(home: string, configuration: unknown): void {
  const folder = join(home, "config");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "stepladder.jsonc");
  writeFileSync(file, JSON.stringify(configuration, null, 2), { mode: 0o600 });
  chmodSync(file, 0o600);
}
