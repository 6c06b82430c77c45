import { z } from "zod";

/** Attempts of one benchmark: which share of them succeeded, over how many tasks, and on which day. */
const strength = z.strictObject({
  kind: z.enum(["fix", "test"]),
  share: z.number().min(0).max(1),
  tasks: z.int().positive(),
  /** A name under `benchmarks`. */
  measured: z.string(),
  date: z.iso.date(),
});

const model = z.strictObject({
  /** Our own name of these weights, equal at every host. */
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  /** Lower-case family; escalation prefers another one. */
  family: z.string().regex(/^[a-z]+$/),
  weights: z.enum(["open", "closed"]),
  /** Where it stands unless the user says otherwise. */
  rung: z.enum(["local", "open", "frontier"]),
  /** Tokens. */
  context: z.int().positive(),
  maxOutput: z.int().positive(),
  abilities: z.strictObject({ tools: z.boolean(), reasoning: z.boolean() }),
  strength: z.array(strength).optional(),
});

export const modelData = z.strictObject({
  source: z.string(),
  asOf: z.iso.date(),
  benchmarks: z.record(z.string(), z.strictObject({ what: z.string(), source: z.string() })),
  /** Names of models whose weights belong to a family of another name. */
  families: z.record(z.string(), z.string()),
  models: z.array(model),
});

/** How a host differs from the other hosts of its dialect. Each row's contract test speaks as the row says. */
const wire = z.strictObject({
  /** Where usage arrives in a stream. */
  usage: z.enum([
    "extra-chunk",
    "finish-chunk",
    "choice",
    "x_groq",
    "message-events",
    "completed-event",
    "every-chunk",
  ]),
  /** The member of usage that counts input read from a cache. */
  cacheRead: z.enum([
    "prompt_tokens_details.cached_tokens",
    "prompt_cache_hit_tokens",
    "cached_tokens",
    "cache_read_input_tokens",
    "input_tokens_details.cached_tokens",
    "cachedContentTokenCount",
    "none",
  ]),
  cacheWrite: z
    .enum(["prompt_tokens_details.cache_write_tokens", "input_tokens_details.cache_write_tokens"])
    .optional(),
  /** The input count leaves out what was cached. */
  inputExcludesCache: z.boolean().optional(),
  /** Whether the output count holds the reasoning tokens or leaves them out. */
  reasoningTokens: z.enum(["inside", "apart", "none"]),
  /** Where the text of the reasoning stands. */
  reasoningText: z.enum([
    "reasoning_content",
    "reasoning",
    "content-parts",
    "thinking-blocks",
    "summary",
    "thought-parts",
    "none",
  ]),
  /** The host refuses what an assistant said with tool calls when its reasoning, or the signature of it, is missing or empty. */
  reasoningBack: z.literal("required").optional(),
  /** What the host reports that it charged. */
  cost: z.enum(["usage.cost", "usage.cost_in_usd_ticks"]).optional(),
  /** The name of the output limit; else `max_tokens`. */
  outputLimit: z.enum(["max_completion_tokens", "max_output_tokens"]).optional(),
});

const served = z.strictObject({
  /** A model's `id`. */
  model: z.string(),
  /** The name that goes over the wire to this host. */
  as: z.string(),
  /** Tokens, where the host allows less than the weights can do. */
  context: z.int().positive().optional(),
  maxOutput: z.int().positive().optional(),
  /** Used where nothing but the host's key is there. */
  starter: z.boolean().optional(),
});

const provider = z.strictObject({
  id: z.string(),
  /** As the provider writes itself. */
  name: z.string(),
  dialect: z.enum(["openai-chat", "openai-responses", "anthropic", "gemini"]),
  url: z.url(),
  /** Environment variables that usually hold the key; the first that is set counts. */
  keys: z.array(z.string()).min(1),
  /** The host's name in price lists. */
  priceList: z.string(),
  wire,
  /** Those to start with first, weakest first. */
  serves: z.array(served).min(1),
});

/** What people run themselves; the address is where it usually listens. */
const server = z.strictObject({
  id: z.string(),
  name: z.string(),
  dialect: z.enum(["openai-chat"]),
  url: z.url(),
  /** False for a proxy: what it is sent goes on to other hosts. */
  local: z.boolean(),
  wire,
});

export const providerData = z.strictObject({
  source: z.string(),
  asOf: z.iso.date(),
  providers: z.array(provider),
  servers: z.array(server),
});

export type CatalogueModel = z.infer<typeof model>;
export type Provider = z.infer<typeof provider>;
export type OwnServer = z.infer<typeof server>;
export type Wire = z.infer<typeof wire>;
