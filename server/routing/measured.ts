import { z } from "zod";
import type { ErrorRates } from "./error-rates.ts";
import data from "./measured.json" with { type: "json" };

const model = z.strictObject({
  name: z.string(),
  ran: z.string().nullable(),
  tasks: z.int(),
  resolved: z.number(),
  /** In logits, on the same scale as the levels. */
  ability: z.number(),
  /** How much a harder task lowers its chances; 1 for the usual model. */
  steepness: z.number(),
  /** Of one attempt in US dollars, at the price of that day, on a task of average difficulty. */
  logCost: z.number(),
  costSlope: z.number(),
  logSpread: z.number(),
  /** The usual attempt's tokens at that day's list price, in US dollars. */
  listed: z.number().nullable(),
});

const work = z.strictObject({
  work: z.string(),
  tasks: z.int(),
  ran: z.string(),
  /** Levels of difficulty in logits, the share of tasks on each, and how much dearer each is, in logs. */
  levels: z.array(z.number()),
  shares: z.array(z.number()),
  dearer: z.array(z.number()),
  models: z.array(model),
});

const measuredFile = z.strictObject({
  sources: z.array(z.string()),
  agent: z.string(),
  kinds: z.strictObject({ fix: work.optional(), test: work.optional() }),
});

/** Public results per model, as `scripts/build-priors.ts` sums them up. */
export interface Measured extends z.infer<typeof measuredFile> {
  /** How often verdicts are wrong of which nobody knows on what they stand, where that was measured elsewhere. */
  readonly checks?: ErrorRates;
}
export type MeasuredWork = z.infer<typeof work>;
export type MeasuredModel = z.infer<typeof model>;

export function parseMeasured(json: unknown): Measured {
  return measuredFile.parse(json);
}

export const shipped: Measured = parseMeasured(data);
export const nothingMeasured: Measured = { sources: [], agent: "", kinds: {} };
