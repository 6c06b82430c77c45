import { z } from "zod";

const text = z.string().nullish().catch(undefined);
const index = z.int().nullish().catch(undefined);
const object = z.record(z.string(), z.unknown());

const part = z.looseObject({ type: text, text, refusal: text });
const parts = z.array(part).nullish().catch(undefined);

/** A part of the answer: a message, reasoning, or a call. Of other types only the call members are of interest. */
const item = z.looseObject({
  type: z.string(),
  id: text,
  call_id: text,
  name: text,
  arguments: z.unknown().optional(),
  content: parts,
  summary: parts,
  encrypted_content: text,
});

const response = z.looseObject({
  status: text,
  model: text,
  output: z.array(item).nullish().catch(undefined),
  usage: object.nullish().catch(undefined),
  error: z.unknown().optional(),
  incomplete_details: z.looseObject({ reason: text }).nullish().catch(undefined),
});

/** One event, of which only what is used is looked at. A whole reply from a host that does not stream has `object` instead of `type`. */
export const wireEvent = z.looseObject({
  type: text,
  object: text,
  delta: text,
  output_index: index,
  summary_index: index,
  item_id: text,
  item: item.nullish().catch(undefined),
  response: response.nullish().catch(undefined),
  error: z.unknown().optional(),
});
export const wireResponse = response;

export type WireEvent = z.infer<typeof wireEvent>;
export type WireItem = z.infer<typeof item>;
export type WireResponse = z.infer<typeof response>;
