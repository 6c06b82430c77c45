import path from "node:path";
import picomatch from "picomatch";
import { z } from "zod";
import type { Kind } from "../protocol/events.ts";
import { looksLikeKey, urlMistake } from "./written-values.ts";

/** What a number or string that stands for US dollars says of itself; its digits are read by `amount.ts`. */
const dollarsPattern = "^(0|[1-9][0-9]{0,9})(\\.[0-9]{1,9})?$";

function dollars(description: string) {
  const hint = "must be an amount in US dollars; write a plain decimal, such as 0.15";
  return z
    .union([z.number().meta({ minimum: 0 }), z.string().meta({ pattern: dollarsPattern })], { error: hint })
    .meta({ description });
}

function dollarsOrUnlimited(description: string) {
  const hint = 'must be an amount in US dollars or "unlimited"; write for example 10';
  return z
    .union(
      [
        z.literal("unlimited"),
        z.number().meta({ minimum: 0 }),
        z.string().meta({ pattern: `^unlimited$|${dollarsPattern}` }),
      ],
      { error: hint },
    )
    .meta({ description });
}

function wholeNumber(least: number, most: number, example: number, description: string) {
  const hint = `must be a whole number from ${least} to ${most}; write for example ${example}`;
  return z.int({ error: hint }).min(least, { error: hint }).max(most, { error: hint }).meta({ description });
}

function seconds(example: number, description: string) {
  const hint = `must be a number of seconds above 0 and up to 3600; write for example ${example}`;
  return z.number({ error: hint }).positive({ error: hint }).max(3600, { error: hint }).meta({ description });
}

function object(what: string) {
  return `must be an object in { }; write ${what}`;
}

const reference = z
  .string({ error: 'must be text in quotes; write "endpoint/model"' })
  .regex(/^[^/\s]+\/\S.*$/, { error: 'must name an endpoint and a model; write "endpoint/model"' });

const commandLine = z
  .string({ error: 'must be a command line in quotes; write for example "npm test"' })
  .max(2000, { error: "is longer than 2000 characters; put the work into a script and name that" })
  .regex(/\S/, { error: "is empty; write a command line or remove it" })
  .regex(/^\P{Cc}*$/u, { error: "has a line break or control character; write one command line per entry" });

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

const endpoint = z.strictObject(
  {
    dialect: z
      .enum(["openai-chat", "anthropic", "ollama"], {
        error: 'must be "openai-chat", "anthropic" or "ollama"; write one of them',
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

const windows = z.strictObject(
  {
    task: dollarsOrUnlimited("One task.").optional(),
    day: dollarsOrUnlimited("One calendar day.").optional(),
    week: dollarsOrUnlimited("One calendar week, from Monday.").optional(),
    month: dollarsOrUnlimited("One calendar month.").optional(),
  },
  { error: object('{ "task": 1, "day": 10 }') },
);

const folderHint = 'must be the full path of a folder; write for example "/home/me/project"';
const folder = z.string().refine((text) => path.isAbsolute(text), { error: folderHint });
const folderOrAny = z
  .string()
  .refine((text) => text === "*" || path.isAbsolute(text), { error: `${folderHint}, or "*" for every folder` });

const glob = z
  .string({ error: 'must be a glob in quotes; write for example "secrets/**"' })
  .superRefine((text, context) => {
    const mistake = globMistake(text);
    if (mistake !== undefined) context.addIssue({ code: "custom", message: mistake });
  });

function globMistake(text: string): string | undefined {
  if (text.trim() === "") return "is empty; write a glob or remove it";
  if (text.includes("\\")) return "has a backslash; write / between folders";
  if (text.startsWith("!")) return "takes paths out again; list only what must stay local";
  if (text.startsWith("/") || /^[A-Za-z]:/.test(text) || text.split("/").includes("..")) {
    return 'leaves the workspace; write it relative to the workspace root, such as "secrets/**"';
  }
  try {
    picomatch.makeRe(text, { strictBrackets: true });
    return undefined;
  } catch {
    return "is not a valid glob; close its brackets";
  }
}

const pin = z
  .array(z.string({ error: 'must be text in quotes; write "endpoint/model" or a rung\'s name' }), {
    error: 'must be a list in [ ]; write ["endpoint/model"]',
  })
  .min(1, { error: "is empty; name a model or remove the pin" })
  .optional();

const pinsByKind = {
  edit: pin,
  "inline-edit": pin,
  fix: pin,
  test: pin,
  refactor: pin,
  explore: pin,
  ask: pin,
  explain: pin,
  review: pin,
  summarize: pin,
  title: pin,
  "commit-message": pin,
  compact: pin,
  complete: pin,
} satisfies Record<Kind, typeof pin>;

/** The user's file, as it is written. Unknown keys are mistakes. */
export const configurationSchema = z.strictObject(
  {
    $schema: z.string({ error: "must be text in quotes; write the address of the schema or remove it" }).optional(),
    endpoints: z
      .record(
        z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
          error: "is not an endpoint's name; use letters, digits, point, dash and underscore, without a slash",
        }),
        endpoint,
        { error: object('{ "ollama": { ... } }') },
      )
      .meta({ description: "Where models are served, by a name of your choice." })
      .optional(),
    rungs: z
      .array(
        z.strictObject(
          {
            name: z
              .string({ error: 'must be text in quotes; write for example "open"' })
              .regex(/^[A-Za-z0-9][A-Za-z0-9 _-]{0,39}$/, {
                error: 'must be a short name of letters, digits, dash and underscore; write for example "open"',
              }),
            models: z
              .array(reference, { error: 'must be a list in [ ]; write ["endpoint/model"]' })
              .min(1, { error: 'is empty; name a model as "endpoint/model" or remove the rung' }),
          },
          { error: object('{ "name": "open", "models": ["endpoint/model"] }') },
        ),
        { error: 'must be a list in [ ]; write [{ "name": "open", "models": ["endpoint/model"] }]' },
      )
      .meta({
        description:
          "The ladder, weakest first. Default: local, open, frontier, filled from what is known of the models.",
      })
      .optional(),
    budgets: z
      .union(
        [
          z.literal("unlimited"),
          z.strictObject({
            everything: windows.meta({ description: "All workspaces together." }).optional(),
            workspaces: z
              .record(folder, windows, { error: object('{ "/home/me/project": { "day": 2 } }') })
              .meta({ description: "By the workspace's full path; these hold beside `everything`." })
              .optional(),
          }),
        ],
        { error: 'must be budgets in { } or "unlimited"; write { "everything": { "task": 1, "day": 10 } }' },
      )
      .meta({ description: 'US dollars. Default: 1 a task and 10 a day; only the word "unlimited" lifts them.' })
      .optional(),
    atLimit: z
      .enum(["ask", "local-only", "stop"], { error: 'must be "ask", "local-only" or "stop"; write one of them' })
      .meta({ description: "When a call does not fit a budget. Default: ask; where nobody can be asked, stop." })
      .optional(),
    warnAt: z
      .number({ error: "must be a share above 0 and up to 1; write for example 0.8" })
      .gt(0, { error: "must be a share above 0 and up to 1; write for example 0.8" })
      .max(1, { error: "must be a share above 0 and up to 1; write for example 0.8" })
      .meta({ description: "Share of a budget from which a warning is shown. Default: 0.8." })
      .optional(),
    preference: z
      .enum(["economy", "balanced", "quality"], {
        error: 'must be "economy", "balanced" or "quality"; write one of them',
      })
      .meta({ description: "Default: balanced." })
      .optional(),
    localOnly: z
      .array(glob, { error: 'must be a list in [ ]; write ["secrets/**"]' })
      .meta({ description: "Globs relative to the workspace root. What they match reaches only local endpoints." })
      .optional(),
    autoRun: z
      .array(commandLine, { error: 'must be a list in [ ]; write ["npm test"]' })
      .meta({ description: "Command lines that run without asking." })
      .optional(),
    checks: z
      .record(folderOrAny, z.array(commandLine, { error: 'must be a list in [ ]; write ["npm test"]' }), {
        error: object('{ "*": ["npm test"] }'),
      })
      .meta({
        description: 'Verification commands by the workspace\'s full path or "*", used instead of those found in it.',
      })
      .optional(),
    pins: z
      .strictObject(pinsByKind, { error: object('{ "title": ["endpoint/model"] }') })
      .meta({ description: "By kind of work: these models or rungs and no others, in this order." })
      .optional(),
    limits: z
      .strictObject(
        {
          steps: wholeNumber(1, 1000, 40, "Calls. Default: 40.").optional(),
          minutes: wholeNumber(1, 1440, 20, "Default: 20.").optional(),
          tokens: wholeNumber(
            1000,
            100_000_000,
            400_000,
            "Output and uncached input over all calls. Default: 400000.",
          ).optional(),
          maxOutputTokens: wholeNumber(256, 1_000_000, 8192, "Output of one call. Default: 8192.").optional(),
        },
        { error: object('{ "steps": 40 }') },
      )
      .meta({ description: "Where an attempt stops." })
      .optional(),
  },
  { error: object('{ "endpoints": { ... } }') },
);

export type WrittenConfiguration = z.infer<typeof configurationSchema>;
export type WrittenEndpoint = z.infer<typeof endpoint>;
export type WrittenModel = z.infer<typeof model>;
export type WrittenWindows = z.infer<typeof windows>;
export const kinds = Object.keys(pinsByKind) as readonly Kind[];
