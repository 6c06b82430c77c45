import { z } from "zod";

const text = z.string().nullish().catch(undefined);
const object = z.record(z.string(), z.unknown());

const part = z.looseObject({
  text,
  thought: z.boolean().nullish().catch(undefined),
  thoughtSignature: text,
  functionCall: z.looseObject({ id: text, name: text, args: z.unknown().optional() }).nullish().catch(undefined),
});

const candidate = z.looseObject({
  content: z
    .looseObject({ parts: z.array(part).nullish().catch(undefined) })
    .nullish()
    .catch(undefined),
  finishReason: text,
});

/** One event, of which only what is used is looked at, and nothing but its being an object is demanded. */
export const wireChunk = z.looseObject({
  candidates: z.array(candidate).nullish().catch(undefined),
  promptFeedback: z.looseObject({ blockReason: text }).nullish().catch(undefined),
  usageMetadata: object.nullish().catch(undefined),
  modelVersion: text,
  error: z.unknown().optional(),
});

export type WireChunk = z.infer<typeof wireChunk>;
export type WirePart = z.infer<typeof part>;
