import { commands, Disposable } from "vscode";
import type { Keys } from "../connection/keys.ts";
import type { Parts } from "../parts.ts";
import { chooseModels } from "./choose-models.ts";
import { createModelDesk } from "./model-desk.ts";
import { pullModel } from "./pull-model.ts";
import { setApiKey } from "./set-api-key.ts";

/** *Choose Models…*, *Set API Key…* and *Pull Local Model…*. */
export function registerModelCommands(parts: Parts, keys: Keys): Disposable {
  const desk = createModelDesk(parts, keys);
  const table: Readonly<Record<string, () => Promise<unknown>>> = {
    "stepladder.chooseModels": () => chooseModels(desk),
    "stepladder.setApiKey": () => setApiKey(desk),
    "stepladder.pullModel": () => pullModel(desk),
  };
  const registered = Object.entries(table).map(([name, run]) =>
    commands.registerCommand(name, () => run().catch((error: unknown) => parts.notify.failure(error))),
  );
  return Disposable.from(...registered);
}
