import { z } from "zod";
import { dialectNames } from "../../server/models/endpoint.ts";

const textMatch = z.union([
  z.string().min(1),
  z.array(z.string().min(1)).min(1),
  z.strictObject({ regex: z.string().min(1), flags: z.string().optional() }).refine(compiles, "is not a valid pattern"),
]);

const condition = z.strictObject({
  prompt: textMatch.optional(),
  system: textMatch.optional(),
  handover: z.boolean().optional(),
  turn: z.int().positive().optional(),
  lastTool: z.string().min(1).optional(),
  lastToolText: textMatch.optional(),
  offersTools: z.boolean().optional(),
});

const position = { afterPieces: z.int().nonnegative().optional(), afterBytes: z.int().nonnegative().optional() };

export const faultSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(200).max(599),
    headers: z.record(z.string(), z.string()).optional(),
    /** A string is sent as it is, anything else as JSON; absent: the dialect's own error shape. */
    body: z.json().optional(),
    message: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal("redirect"), to: z.string().min(1), status: z.int().min(300).max(399).optional() }),
  z.strictObject({ kind: z.literal("cut"), ...position }),
  z.strictObject({ kind: z.literal("idle"), ...position }),
  z.strictObject({ kind: z.literal("error-event"), message: z.string().optional(), ...position }),
  z.strictObject({ kind: z.literal("no-end") }),
  z.strictObject({ kind: z.literal("no-headers") }),
  z.strictObject({ kind: z.literal("no-first-token") }),
  z.strictObject({ kind: z.literal("empty-body") }),
  z.strictObject({ kind: z.literal("endless"), text: z.string().min(1).optional() }),
  z.strictObject({ kind: z.literal("gzip-bomb"), megabytes: z.int().positive() }),
  z.strictObject({ kind: z.literal("content-type"), contentType: z.string() }),
  z.strictObject({ kind: z.literal("truncate"), promptTokens: z.int().nonnegative() }),
]);

const tokens = z.int().nonnegative();
const usage = z.union([
  z.enum(["missing", "null", "nan", "huge", "negative"]),
  z.strictObject({
    uncached: tokens.optional(),
    cacheRead: tokens.optional(),
    cacheWrite: tokens.optional(),
    output: tokens.optional(),
    reasoning: tokens.optional(),
  }),
]);

const toolCall = z
  .strictObject({
    name: z.string(),
    arguments: z.record(z.string(), z.json()).optional(),
    argumentsText: z.string().optional(),
  })
  .refine(
    (call) => (call.arguments === undefined) !== (call.argumentsText === undefined),
    "give either arguments or argumentsText",
  );

const turn = z.strictObject({
  about: z.string().optional(),
  when: condition.optional(),
  thinking: z.string().optional(),
  text: z.string().optional(),
  /** The model declines with these words. */
  refusal: z.string().optional(),
  calls: z.array(toolCall).optional(),
  pieces: z
    .strictObject({
      /** Of text or arguments, per event. */
      characters: z.int().positive().optional(),
      /** Per write to the socket: splits events and characters anywhere. */
      bytes: z.int().positive().optional(),
      delayMs: z.int().nonnegative().optional(),
    })
    .optional(),
  usage: usage.optional(),
  fault: faultSchema.optional(),
  /** How often the fault strikes at this turn before the turn is answered as written; absent: always. */
  faultTimes: z.int().positive().optional(),
});

const script = z.strictObject({
  about: z.string().optional(),
  /** Names of models; `*` stands for all. */
  model: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
  when: condition.optional(),
  /** Tried after the scripts of all files that are no fallback. */
  fallback: z.boolean().optional(),
  /** One entry per turn; a list holds alternatives, of which the first whose `when` holds is taken. */
  turns: z.array(z.union([turn, z.array(turn).min(1)])).min(1),
  afterLast: z.enum(["error", "repeat-last", "start-over"]).optional(),
});

const usdPerMillion = z
  .union([z.number().nonnegative(), z.string()])
  .transform(String)
  .refine((text) => /^\d+(\.\d{1,9})?$/.test(text), "must be a decimal number of dollars with at most 9 decimals");

const price = z.union([
  z.literal("free"),
  z.strictObject({
    input: usdPerMillion,
    output: usdPerMillion,
    cacheRead: usdPerMillion.optional(),
    cacheWrite: usdPerMillion.optional(),
    cacheWrite1h: usdPerMillion.optional(),
  }),
]);

const model = z.strictObject({
  name: z.string().min(1),
  dialect: z.enum(dialectNames),
  family: z.string().min(1),
  context: z.int().positive(),
  maxOutput: z.int().positive(),
  tools: z.boolean(),
  /** Ollama only: whether it is on the disk from the start. Absent: yes. */
  pulled: z.boolean().optional(),
  /** US dollars per million tokens. Absent cache rates are the input rate; `cacheWrite1h` is `cacheWrite`. */
  price,
});

export const plannedFaultSchema = z.strictObject({
  model: z.string().min(1),
  /** 1-based number of the chat request to this model; absent: the next one. */
  request: z.int().positive().optional(),
  times: z.int().positive().optional(),
  fault: faultSchema,
});

export const scenarioSchema = z.strictObject({
  $schema: z.string().optional(),
  about: z.string().optional(),
  /** For whoever runs the scenarios: what a user would type. The server itself ignores it. */
  task: z.record(z.string(), z.json()).optional(),
  models: z.array(model).optional(),
  scripts: z.array(script).optional(),
  faults: z.array(plannedFaultSchema).optional(),
});

export type ScenarioInput = z.input<typeof scenarioSchema>;
export type Scenario = z.output<typeof scenarioSchema>;
export type ScriptedModel = z.output<typeof model>;
export type Script = z.output<typeof script>;
export type Turn = z.output<typeof turn>;
export type Condition = z.output<typeof condition>;
export type TextMatch = z.output<typeof textMatch>;
export type Fault = z.output<typeof faultSchema>;
export type PlannedFault = z.output<typeof plannedFaultSchema>;
export type UsageOverride = z.output<typeof usage>;

function compiles(pattern: { readonly regex: string; readonly flags?: string | undefined }): boolean {
  try {
    new RegExp(pattern.regex, pattern.flags);
    return true;
  } catch {
    return false; // The refinement's message says what is wrong.
  }
}
