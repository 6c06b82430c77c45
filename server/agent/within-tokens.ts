import { estimateTokens } from "../models/estimate.ts";
import { headAndTail } from "../verification/head-and-tail.ts";

/** A text with its middle left out, so that it has at most about so many tokens. */
export function withinTokens(text: string, most: number): string {
  let trimmed = text;
  let characters = text.length;
  for (let tokens = estimateTokens(text); tokens > most; tokens = estimateTokens(trimmed)) {
    if (characters === 0) return "";
    characters = Math.min(characters - 1, Math.floor((characters * most) / tokens));
    trimmed = headAndTail(text, characters);
  }
  return trimmed;
}

export interface Part {
  readonly text: string;
  /** How much of the room it gets beside the others when there is too little for all. */
  readonly weight: number;
}

/** Texts that together have at most about so many tokens: what one does not need is for the others. */
export function fitTogether(parts: readonly Part[], most: number): readonly string[] {
  const needs = parts.map(({ text }) => estimateTokens(text));
  const rooms = parts.map(() => 0);
  let open = parts.map((_, index) => index);
  let left = most;
  while (open.length > 0) {
    const weights = open.reduce((sum, index) => sum + (parts[index]?.weight ?? 0), 0);
    const share = (index: number) => Math.floor((left * (parts[index]?.weight ?? 0)) / weights);
    const content = open.filter((index) => (needs[index] ?? 0) <= share(index));
    const settled = content.length > 0 ? content : open;
    for (const index of settled) rooms[index] = content.length > 0 ? (needs[index] ?? 0) : share(index);
    left -= settled.reduce((sum, index) => sum + (rooms[index] ?? 0), 0);
    open = open.filter((index) => !settled.includes(index));
  }
  return parts.map(({ text }, index) => withinTokens(text, rooms[index] ?? 0));
}
