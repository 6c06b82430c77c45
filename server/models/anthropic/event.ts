import { z } from "zod";

const text = z.string().nullish().catch(undefined);
const usage = z.record(z.string(), z.unknown()).nullish().catch(undefined);

const block = z.looseObject({
  type: z.string(),
  text,
  thinking: text,
  signature: text,
  data: text,
  id: text,
  name: text,
  input: z.unknown().optional(),
});

const message = z.looseObject({
  id: text,
  model: text,
  content: z.array(block).nullish().catch(undefined),
  stop_reason: text,
  usage,
});

/** One event, of which only what is used is looked at. `message` is a whole reply from a host that does not stream. */
export const wireEvent = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("message_start"), message }),
  z.looseObject({ type: z.literal("content_block_start"), index: z.int(), content_block: block }),
  z.looseObject({
    type: z.literal("content_block_delta"),
    index: z.int(),
    delta: z.looseObject({ type: z.string(), text, thinking: text, signature: text, partial_json: text }),
  }),
  z.looseObject({ type: z.literal("content_block_stop"), index: z.int() }),
  z.looseObject({ type: z.literal("message_delta"), delta: z.looseObject({ stop_reason: text }).nullish(), usage }),
  z.looseObject({ type: z.literal("message_stop") }),
  z.looseObject({ type: z.literal("error"), error: z.unknown().optional() }),
  message.extend({ type: z.literal("message") }),
]);

export type WireDelta = Extract<WireEvent, { type: "content_block_delta" }>["delta"];

/** A piece of a block, as nearly all events are: these need no schema. */
export function plainDelta(value: unknown): { readonly index: number; readonly delta: WireDelta } | undefined {
  if (typeof value !== "object" || value === null || !("type" in value) || value.type !== "content_block_delta") {
    return undefined;
  }
  if (!("index" in value) || typeof value.index !== "number" || !Number.isInteger(value.index)) return undefined;
  const delta: unknown = "delta" in value ? value.delta : undefined;
  if (typeof delta !== "object" || delta === null) return undefined;
  if ("type" in delta && delta.type === "text_delta" && "text" in delta && typeof delta.text === "string") {
    return { index: value.index, delta: { type: delta.type, text: delta.text } };
  }
  return undefined;
}

export type WireEvent = z.infer<typeof wireEvent>;
export type WireBlock = z.infer<typeof block>;
export type WireMessage = z.infer<typeof message>;
