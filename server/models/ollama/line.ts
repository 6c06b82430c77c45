import { z } from "zod";

const text = z.string().nullish().catch(undefined);

const toolCall = z.looseObject({
  id: text,
  function: z.looseObject({ name: text, arguments: z.unknown().optional() }),
});

/** One line of a reply, of which only what is used is looked at. `response` is the text of the older generate route. */
export const wireLine = z.looseObject({
  model: text,
  message: z
    .looseObject({ content: text, thinking: text, tool_calls: z.array(toolCall).nullish().catch(undefined) })
    .nullish(),
  response: text,
  done: z.boolean().nullish().catch(undefined),
  done_reason: text,
  /** Nanoseconds. */
  load_duration: z.number().nonnegative().nullish().catch(undefined),
  error: z.unknown().optional(),
});

export type WireLine = z.infer<typeof wireLine>;
