import type { Thinking } from "./chat.ts";

/** Reasoning in a dialect's own form, and which served model it came from: no other model gets it back. */
interface Opaque {
  readonly from: string;
  readonly block: unknown;
}

export function thinkingOf(text: string, from: string, block: unknown): Thinking {
  const opaque: Opaque = { from, block };
  return { text, opaque };
}

/** The blocks that `target` itself made, in their order. */
export function ownBlocks(thinking: readonly Thinking[], target: string): readonly unknown[] {
  return thinking.flatMap(({ opaque }) => (isOpaque(opaque) && opaque.from === target ? [opaque.block] : []));
}

function isOpaque(value: unknown): value is Opaque {
  return typeof value === "object" && value !== null && "from" in value && "block" in value;
}
