import { workspace } from "vscode";
import { configurationOf } from "../settings.ts";

export const section = "stepladder";

/** What the user has set, in no folder's or workspace's settings, but in their own. */
export function userSettings(): Readonly<Record<string, unknown>> {
  const configuration = workspace.getConfiguration(section);
  return configurationOf((name) => configuration.inspect(name)?.globalValue);
}
