import { z } from "zod";
import type { Kind, NanoUsdText } from "./events.ts";
import { type Done, model, workspace } from "./fields.ts";

/** The wire protocols of model hosts. */
const dialect = z.enum(["openai-chat", "openai-responses", "anthropic", "gemini", "ollama"]);
export type DialectName = z.infer<typeof dialect>;

export const modelRequests = {
  /** What may be used, what was found on this machine, and what could be added. */
  "stepladder/models": z.strictObject({}),
  /** The models that a host offers at an address, before it is configured. `key` is used for this request only. */
  "stepladder/models/list": z.strictObject({
    dialect,
    url: z.string().min(1).max(2_000),
    key: z.string().max(10_000).optional(),
  }),
  /** Two small metered calls that show what a configured model can do. */
  "stepladder/models/test": z.strictObject({ model, workspace }),
  /** Pulls a model into a local Ollama. Progress comes as `stepladder/models/pull-progress`; cancelling the request stops it. */
  "stepladder/models/pull": z.strictObject({
    model,
    url: z.string().max(2_000).optional(),
  }),
} as const;

export interface ModelResults {
  "stepladder/models": ModelsView;
  "stepladder/models/list": { readonly models: readonly string[] };
  "stepladder/models/test": ModelTestView;
  "stepladder/models/pull": Done;
}

export interface ModelView {
  /** `endpoint/model`, or one of its efforts: `endpoint/model@low`. */
  readonly id: string;
  /** `endpoint/model`, as the settings have it. */
  readonly name: string;
  readonly rung: string | undefined;
  readonly family: string;
  readonly local: boolean;
  readonly context: number;
  readonly tools: boolean;
  /** Dollars per million tokens as text; `free`, or `unknown` with the next step. */
  readonly price:
    | { readonly kind: "priced"; readonly input: string; readonly output: string; readonly source: string }
    | { readonly kind: "free" }
    | { readonly kind: "unknown"; readonly because: string };
  /** False when its endpoint needs a key that is not there. */
  readonly hasKey: boolean;
}

export interface ModelsView {
  /** `found`: nothing is configured, and these were found on the machine. */
  readonly origin: "file" | "settings" | "found";
  readonly models: readonly ModelView[];
  readonly rungs: readonly { readonly name: string; readonly models: readonly string[] }[];
  /** By kind of work: the models that the user has chosen for it, in their order. */
  readonly pins: Readonly<Partial<Record<Kind, readonly string[]>>>;
  /** Models that are never used. */
  readonly excluded: readonly string[];
  readonly ollama:
    | { readonly kind: "running"; readonly url: string; readonly models: readonly string[] }
    | { readonly kind: "absent"; readonly url: string; readonly because: string };
  /** The hosts that one key is enough for. */
  readonly providers: readonly {
    readonly id: string;
    readonly name: string;
    readonly dialect: DialectName;
    readonly url: string;
    readonly keyName: string;
    readonly hasKey: boolean;
    readonly models: readonly string[];
    /** Where these models usually stand, by their names. */
    readonly rungs: Readonly<Record<string, string>>;
  }[];
}

export interface ModelTestView {
  readonly model: string;
  readonly checks: readonly {
    readonly check: "chat" | "tools" | "price";
    readonly outcome: "ok" | "failed" | "skipped";
    /** One sentence; of a failure with the next step. */
    readonly message: string;
  }[];
  readonly cost: NanoUsdText;
  readonly milliseconds: number;
}

export interface PullProgressParams {
  readonly model: string;
  readonly status: string;
  readonly completed: number | undefined;
  readonly total: number | undefined;
}
