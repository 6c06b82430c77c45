import { commands, Disposable } from "vscode";
import type { Keys } from "../connection/keys.ts";
import type { Parts } from "../parts.ts";

const names = [
  "stepladder.chooseModels",
  "stepladder.setApiKey",
  "stepladder.pullModel",
  "stepladder.pinModel",
  "stepladder.excludeModel",
] as const;
export type ModelCommand = (typeof names)[number];

/** *Choose Models…*, *Set API Key…*, *Pull Local Model…*, *Pin a Model…* and *Exclude a Model…*. What they do is read from disk when the first of them runs. */
export function registerModelCommands(parts: Parts, keys: Keys): Disposable {
  const run = async (name: ModelCommand) => {
    const { modelCommands } = await import("./model-commands.ts");
    await modelCommands(parts, keys)[name]();
  };
  const registered = names.map((name) =>
    commands.registerCommand(name, () => run(name).catch((error: unknown) => parts.notify.failure(error))),
  );
  return Disposable.from(...registered);
}
