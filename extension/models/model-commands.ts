import type { Keys } from "../connection/keys.ts";
import type { Parts } from "../parts.ts";
import { chooseModels } from "./choose-models.ts";
import { excludeModel } from "./exclude-model.ts";
import { createModelDesk } from "./model-desk.ts";
import { pinModel } from "./pin-model.ts";
import { pullModel } from "./pull-model.ts";
import type { ModelCommand } from "./register-model-commands.ts";
import { setApiKey } from "./set-api-key.ts";

export function modelCommands(parts: Parts, keys: Keys): Readonly<Record<ModelCommand, () => Promise<unknown>>> {
  const desk = createModelDesk(parts, keys);
  return {
    "stepladder.chooseModels": () => chooseModels(desk),
    "stepladder.setApiKey": () => setApiKey(desk),
    "stepladder.pullModel": () => pullModel(desk),
    "stepladder.pinModel": () => pinModel(desk),
    "stepladder.excludeModel": () => excludeModel(desk),
  };
}
