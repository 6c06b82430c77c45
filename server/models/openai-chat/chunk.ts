import { z } from "zod";

const text = z.string().nullish().catch(undefined);
const object = z.record(z.string(), z.unknown());

const part = z.looseObject({ type: text, text, thinking: z.array(z.looseObject({ text })).nullish().catch(undefined) });

const toolCall = z.looseObject({
  index: z.int().nullish().catch(undefined),
  id: text,
  function: z.looseObject({ name: text, arguments: z.unknown().optional() }).nullish().catch(undefined),
});

const delta = z.looseObject({
  content: z
    .union([z.string(), z.array(part)])
    .nullish()
    .catch(undefined),
  refusal: text,
  reasoning_content: text,
  reasoning: text,
  reasoning_text: text,
  reasoning_details: z.array(object).nullish().catch(undefined),
  tool_calls: z.array(toolCall).nullish().catch(undefined),
});

const choice = z.looseObject({
  delta: delta.nullish(),
  /** From hosts that do not stream. */
  message: delta.nullish(),
  finish_reason: text,
  usage: object.nullish().catch(undefined),
});

/** One event, of which only what is used is looked at, and nothing but its being an object is demanded. */
export const wireChunk = z.looseObject({
  model: text,
  choices: z.array(choice).nullish().catch(undefined),
  usage: object.nullish().catch(undefined),
  x_groq: z.looseObject({ usage: object.nullish() }).nullish().catch(undefined),
  error: z.unknown().optional(),
});

export type WireChunk = z.infer<typeof wireChunk>;
export type WireDelta = z.infer<typeof delta>;

/** Visible text and reasoning of one delta; Mistral sends both as a list of parts. */
export function textsOf({ content, ...rest }: WireDelta): { readonly text: string; readonly reasoning: string } {
  const own = rest.reasoning_content || rest.reasoning || rest.reasoning_text || "";
  if (!Array.isArray(content)) return { text: content || rest.refusal || "", reasoning: own };
  const visible = content.filter((each) => each.type !== "thinking").map((each) => each.text ?? "");
  const thought = content.flatMap((each) => (each.type === "thinking" ? (each.thinking ?? []) : []));
  return { text: visible.join(""), reasoning: own + thought.map((each) => each.text ?? "").join("") };
}
