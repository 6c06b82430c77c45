import { z } from "zod";
import type { WireItem } from "./event.ts";

const part = z.looseObject({ type: z.string(), text: z.string() });
const replayable = z.object({
  /** How many calls of the reply came before it. */
  callsBefore: z.int(),
  item: z.object({
    type: z.literal("reasoning"),
    id: z.string(),
    summary: z.array(part).catch([]),
    content: z.array(part).min(1).optional().catch(undefined),
    encrypted_content: z.string().min(1).optional().catch(undefined),
  }),
});

export type ReplayedReasoning = z.infer<typeof replayable>;

/** Reasoning as its host wants it back, with its place among the calls. */
export function reasoningBlock(item: WireItem, callsBefore: number): unknown {
  const { type, id, summary, content, encrypted_content } = item;
  return { callsBefore, item: { type, id: id ?? "", summary: summary ?? [], content, encrypted_content } };
}

/** Nothing is stored at the host, so only what holds its own content can go back: a bare id would name what is gone. */
export function readReasoning(block: unknown): ReplayedReasoning | undefined {
  const { data } = replayable.safeParse(block);
  return data?.item.encrypted_content === undefined && data?.item.content === undefined ? undefined : data;
}
