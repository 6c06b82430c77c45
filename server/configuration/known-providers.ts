import { z } from "zod";
import data from "./known-providers.json" with { type: "json" };

const rates = { input: z.string(), output: z.string(), cacheRead: z.string(), cacheWrite: z.string() };

const knownModel = z.strictObject({
  model: z.string(),
  rung: z.enum(["local", "open", "frontier"]),
  context: z.int().positive(),
  maxOutput: z.int().positive(),
  /** US dollars per million tokens, for models that the price catalogue lacks. */
  price: z
    .strictObject({
      ...rates,
      cacheRead: rates.cacheRead.optional(),
      cacheWrite: rates.cacheWrite.optional(),
      steps: z
        .array(
          z
            .strictObject({ above: z.int().positive(), ...rates })
            .partial()
            .required({ above: true }),
        )
        .optional(),
    })
    .optional(),
});

const knownProvider = z.strictObject({
  id: z.string(),
  /** As the provider writes itself. */
  name: z.string(),
  dialect: z.enum(["openai-chat", "openai-responses", "anthropic", "gemini"]),
  url: z.url(),
  /** Environment variables that usually hold the key; the first that is set counts. */
  keys: z.array(z.string()).min(1),
  provider: z.string(),
  /** Weakest first. */
  models: z.array(knownModel).min(1),
});

const knownProviders = z.strictObject({
  source: z.string(),
  asOf: z.iso.date(),
  /** Names of models whose weights belong to a family of another name. */
  families: z.record(z.string(), z.string()),
  providers: z.array(knownProvider),
});

export type KnownProvider = z.infer<typeof knownProvider>;
export type KnownModel = z.infer<typeof knownModel>;

export const known = knownProviders.parse(data);

/** The provider that serves at an address, if it is one of the usual ones. */
export function providerAt(url: string): KnownProvider | undefined {
  const host = hostOf(url);
  return host === undefined ? undefined : known.providers.find((provider) => hostOf(provider.url) === host);
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

export function knownModelAt(url: string, model: string): KnownModel | undefined {
  return providerAt(url)?.models.find((each) => each.model === model);
}

/** The lower-case family of a model's weights, read from its name: `Qwen/Qwen3-Coder:30b` is `qwen`. */
export function familyOf(model: string): string {
  const name = model.slice(model.lastIndexOf("/") + 1).toLowerCase();
  const word = /[a-z]+/.exec(name)?.[0] ?? "unknown";
  return new Map(Object.entries(known.families)).get(word) ?? word;
}
