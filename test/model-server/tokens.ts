import type { Usage } from "../../server/models/usage.ts";
import type { Conversation } from "./conversation.ts";
import type { Turn, UsageOverride } from "./scenario.ts";

/** Four bytes of the wire text are one token: simple, the same on every machine, and near the truth for code. */
export function tokensOfBytes(bytes: number): number {
  return Math.ceil(bytes / 4);
}

export function bytesOf(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

export interface InputUsage {
  readonly uncached: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly cacheWrite1h: number;
}

/** Per model, the prompts whose beginnings a later request may read from the cache. */
export class PromptCache {
  private readonly prefixes = new Map<string, string[]>();

  /** Counts the input of a request and remembers its cacheable part. */
  count(conversation: Conversation): InputUsage {
    const total = tokensOfBytes(bytesOf(conversation.wire));
    const prefix = conversation.wire.slice(0, conversation.cacheable);
    const earlier = this.prefixes.get(conversation.model) ?? [];
    const shared = Math.max(0, ...earlier.map((each) => commonPrefix(each, prefix)));
    const cacheRead = Math.floor(bytesOf(prefix.slice(0, shared)) / 4);
    if (prefix !== "") this.prefixes.set(conversation.model, [prefix, ...earlier].slice(0, 32));
    const chargesWrites = conversation.dialect === "anthropic";
    const cacheWrite = chargesWrites && prefix !== "" ? Math.floor(bytesOf(prefix) / 4) - cacheRead : 0;
    return {
      uncached: total - cacheRead - cacheWrite,
      cacheRead,
      cacheWrite,
      cacheWrite1h: conversation.cacheFor1h ? cacheWrite : 0,
    };
  }
}

function commonPrefix(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  let index = 0;
  while (index < length && left.charCodeAt(index) === right.charCodeAt(index)) index++;
  return index;
}

export function outputUsage(turn: Turn): { readonly output: number; readonly reasoning: number } {
  const calls = (turn.calls ?? []).map((call) => call.name + (call.argumentsText ?? JSON.stringify(call.arguments)));
  const thinking = bytesOf(turn.thinking ?? "");
  const bytes = thinking + bytesOf((turn.text ?? "") + (turn.refusal ?? "")) + bytesOf(calls.join(""));
  return { output: tokensOfBytes(bytes), reasoning: tokensOfBytes(thinking) };
}

/** What the host charges: its own count, or what the scenario says instead. */
export function applyOverride(counted: Usage, override: UsageOverride | undefined): Usage {
  if (override === undefined || typeof override === "string") return counted;
  const given = Object.fromEntries(Object.entries(override).filter(([, value]) => value !== undefined));
  const merged: Usage = { ...counted, ...given };
  return { ...merged, cacheWrite1h: Math.min(merged.cacheWrite1h, merged.cacheWrite) };
}
