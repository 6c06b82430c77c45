/** A real repository with failing tests, and scripted models on all rungs, for one journey. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { makePlayGround, type PlayGround } from "../../../demo/play-ground.ts";
import { scenariosFolder } from "../../../demo/scenario-tasks.ts";
import { type ModelServer, startModelServer } from "../../model-server/server.ts";

export interface Ground extends PlayGround {
  readonly models: ModelServer;
}

/** The demo's repository and configuration. The models answer from the demo's scenarios, or from `test/editor/scenarios/NAME`. */
export async function playGroundFor(
  t: TestContext,
  options: { readonly delayMs?: number; readonly scenarios?: string } = {},
): Promise<Ground> {
  const models = await startModelServer({
    scenarios: fileURLToPath(
      options.scenarios === undefined ? scenariosFolder : new URL(`../scenarios/${options.scenarios}`, import.meta.url),
    ),
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
