import { z } from "zod";
import { workspace } from "./fields.ts";

/** Settings by the names of the configuration file; only what the user has set. Checked by the server. */
const settings = z.record(z.string(), z.unknown());
/** By the name of the usual environment variable, such as `OPENROUTER_API_KEY`. Kept in memory only. */
const keys = z.record(z.string().regex(/^[A-Z][A-Z0-9_]{0,99}$/), z.string().max(10_000));

/** What a client may send as `initializationOptions`. Without `trusted: true` nothing but past tasks and spend is shown. */
export const initializationOptions = z.object({
  trusted: z.boolean().default(false),
  settings: settings.default({}),
  keys: keys.default({}),
  /** Path of a ripgrep that the editor brings along. */
  ripgrep: z.string().max(10_000).optional(),
});

export const setupRequests = {
  /** New settings, keys or trust. Running tasks go on under the new budgets; all else counts from the next task on. */
  "stepladder/configure": z.strictObject({ settings, keys, trusted: z.boolean() }),
  "stepladder/doctor": z.strictObject({ workspace }),
} as const;

export interface SetupResults {
  "stepladder/configure": ConfigureView;
  "stepladder/doctor": { readonly findings: readonly FindingView[] };
}

export interface FindingView {
  readonly level: "ok" | "warning" | "problem";
  readonly subject: string;
  readonly message: string;
  readonly next: string | undefined;
}

export type ConfigureView =
  | { readonly kind: "ready"; readonly notices: readonly string[] }
  /** `where` is a setting's name, such as `stepladder.budgets.day`, or a place in the file. No task starts until it is mended. */
  | { readonly kind: "invalid"; readonly problems: readonly { readonly where: string; readonly message: string }[] };
