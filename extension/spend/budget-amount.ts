import { nanoUsdOf } from "../../server/protocol/usd.ts";

export type TypedAmount =
  /** US dollars, as the setting holds them. */
  { readonly kind: "amount"; readonly usd: number } | { readonly kind: "none" } | { readonly kind: "invalid" };

/** What was typed for a budget: dollars, or one of the words that remove it. */
export function typedAmount(text: string, noneWords: readonly string[]): TypedAmount {
  const typed = text.trim().toLowerCase();
  if (noneWords.includes(typed)) return { kind: "none" };
  if (nanoUsdOf(typed) === undefined) return { kind: "invalid" };
  return { kind: "amount", usd: Number(typed.replace(/^\$\s*/, "")) };
}
