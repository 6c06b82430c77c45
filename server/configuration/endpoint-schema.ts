import { z } from "zod";
import { efforts } from "../models/effort.ts";
import { dialectNames } from "../models/endpoint.ts";
import { dollars, object, seconds, wholeNumber } from "./schema-leaves.ts";
import { looksLikeKey, urlMistake } from "./written-values.ts";

const rateStep = z.strictObject(
  {
    above: wholeNumber(
      1,
      100_000_000,
      200_000,
      "The step applies to a whole call whose input has more tokens than this.",
    ),
    input: dollars("Replaces `input`.").optional(),
    output: dollars("Replaces `output`.").optional(),
    cacheRead: dollars("Replaces `cacheRead`.").optional(),
    cacheWrite: dollars("Replaces `cacheWrite`.").optional(),
    cacheWrite1h: dollars("Replaces `cacheWrite1h`.").optional(),
  },
  { error: object('{ "above": 200000, "input": 4, "output": 15 }') },
);

const priceObject = z.strictObject(
  {
    input: dollars("Uncached input."),
    output: dollars("Output, reasoning included."),
    cacheRead: dollars("Input read from the host's cache. Default: as `input`.").optional(),
    cacheWrite: dollars(
      "Input written to the host's cache. Default: as `input`; Anthropic dialect: 1.25 times it.",
    ).optional(),
    cacheWrite1h: dollars(
      "As `cacheWrite`, kept for an hour. Default: as `cacheWrite`; Anthropic dialect: 2 times `input`.",
    ).optional(),
    steps: z
      .array(rateStep, { error: 'must be a list in [ ]; write [{ "above": 200000, "input": 4 }]' })
      .meta({ description: "Higher rates for long input, in ascending order of `above`." })
      .optional(),
  },
  { error: 'must be "free" or rates; write { "input": 0.15, "output": 0.6 }' },
);

const oneEffort = `must be ${efforts.map((name) => `"${name}"`).join(", ")}`;

const model = z.strictObject(
  {
    context: wholeNumber(
      1024,
      100_000_000,
      32_768,
      "Tokens that the model reads at once. Default: what is known of the model, else 32768 for Ollama and 128000 elsewhere. Ollama is sent this size.",
    ).optional(),
    maxOutput: wholeNumber(
      1,
      10_000_000,
      8192,
      "Tokens that the model writes at most in one call. Default: what is known, else 8192.",
    ).optional(),
    tools: z
      .boolean({ error: "must be true or false; write true when the model has native tool calls" })
      .meta({ description: "Native tool calls. Without them tools are called in a text form. Default: true." })
      .optional(),
    family: z
      .string({ error: 'must be text in quotes; write for example "qwen"' })
      .regex(/^[a-z][a-z0-9-]{0,39}$/, { error: 'must be a lower-case word; write for example "qwen"' })
      .meta({ description: "Whose weights these are. Default: read from the name." })
      .optional(),
    effort: z
      .enum(efforts, { error: `${oneEffort}; write one of them, or several as "efforts": ["low", "high"]` })
      .meta({ description: "How much it reasons before it answers. Default: as its host has it." })
      .optional(),
    efforts: z
      .array(z.enum(efforts, { error: `${oneEffort}; write one of them` }), {
        error: 'must be a list in [ ]; write ["low", "high"]',
      })
      .min(1, { error: 'is empty; write ["low", "high"], or remove it' })
      .refine((list) => new Set(list).size === list.length, { error: "names one effort twice; write each once" })
      .meta({
        description:
          "The efforts among which is chosen, in place of `effort`. Each is a model of its own: `endpoint/model@low`.",
        uniqueItems: true,
      })
      .optional(),
    weights: z
      .string({ error: 'must be text in quotes; write for example "glm-5.3"' })
      .regex(/^[a-z0-9][a-z0-9.:_-]{0,79}$/, { error: 'must be a lower-case name; write for example "glm-5.3"' })
      .meta({
        description:
          "Name of the weights. Endpoints whose models have the same name stand in for each other. Default: known from the host and the name, else none.",
      })
      .optional(),
    price: z
      .union([z.literal("free"), priceObject], {
        error: 'must be "free" or rates; write { "input": 0.15, "output": 0.6 }',
      })
      .meta({
        description:
          'US dollars per million tokens, or "free". Default: the price catalogue; local endpoints are free.',
      })
      .optional(),
  },
  { error: object("{} when nothing needs to be said of the model") },
);

export const endpoint = z.strictObject(
  {
    dialect: z
      .enum(dialectNames, {
        error: `must be ${dialectNames.map((name) => `"${name}"`).join(", ")}; write one of them`,
      })
      .meta({ description: "The wire protocol." }),
    url: z
      .string({ error: 'must be an address in quotes; write for example "https://openrouter.ai/api/v1"' })
      .superRefine((url, context) => {
        const mistake = urlMistake(url);
        if (mistake !== undefined) context.addIssue({ code: "custom", message: mistake });
      })
      .meta({ description: "Base address, as the dialect's official package wants it." }),
    key: z
      .string({
        error: 'must be the name of an environment variable in quotes; write for example "OPENROUTER_API_KEY"',
      })
      .refine((name) => !looksLikeKey(name), {
        error:
          'looks like a key and not like the name of an environment variable; put the key into a variable, write that variable\'s name here, such as "OPENROUTER_API_KEY", and replace a real key that stood in this file',
      })
      .meta({
        description: "NAME of the environment variable that holds the key, never the key.",
        pattern: "^[A-Z][A-Z0-9_]*$",
      })
      .optional(),
    local: z
      .boolean({ error: "must be true or false; write true only when nothing sent there leaves your machines" })
      .meta({
        description:
          "Nothing sent there leaves your machines; its models are free unless priced. Default: true for Ollama on this machine, else false.",
      })
      .optional(),
    provider: z
      .string({ error: 'must be text in quotes; write for example "openrouter"' })
      .regex(/^[a-z0-9][a-z0-9._-]*$/, {
        error: 'must be a lower-case name of the price catalogue; write for example "openrouter"',
      })
      .meta({ description: "The host's name in the price catalogue. Default: known from the address." })
      .optional(),
    timeouts: z
      .strictObject(
        {
          headers: seconds(30, "Until the reply begins. Default: 30, local 300.").optional(),
          firstToken: seconds(120, "Until the first token. Default: 120, local 300.").optional(),
          idle: seconds(60, "Between two pieces of a reply. Default: 60, local 120.").optional(),
        },
        { error: object('{ "headers": 30, "firstToken": 120, "idle": 60 }') },
      )
      .meta({ description: "Seconds." })
      .optional(),
    models: z
      .record(
        z.string().regex(/^\S(?:.*\S)?$/, { error: "is not a model's name; write the name that goes over the wire" }),
        model,
        { error: object('{ "model-name": {} }') },
      )
      .meta({ description: "By the name that goes over the wire." }),
  },
  { error: object('{ "dialect": "ollama", "url": "http://127.0.0.1:11434", "models": {} }') },
);

export type WrittenEndpoint = z.infer<typeof endpoint>;
export type WrittenModel = z.infer<typeof model>;
