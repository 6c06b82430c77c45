import { nano, nanoPerUsd } from "../spend/money.ts";
import type { AttemptLimits, Budget } from "./configuration.ts";

/** What holds when the file does not say otherwise. The guide names each of these values. */
export const defaultLimits: AttemptLimits = {
  steps: 40,
  milliseconds: 20 * 60_000,
  tokens: 400_000,
  maxOutputTokens: 8192,
};

export const defaultBudgets: readonly Budget[] = [
  { scope: { kind: "everything" }, window: "task", limit: nano(nanoPerUsd) },
  { scope: { kind: "everything" }, window: "day", limit: nano(10n * nanoPerUsd) },
];

export const defaultWarnAt = 0.8;

/** How results are looked at beyond the checks. */
export const defaultScrutiny = { review: true, testFirst: "discard", audits: 0.04 } as const;

/** Tokens. Ollama loads the whole context into memory, so its default is what usual machines can hold. */
export const defaultContext = { ollama: 32_768, hosted: 128_000 } as const;
export const defaultMaxOutput = 8192;

/** Milliseconds. A local model may have to be loaded before the first byte comes. */
export const defaultTimeouts = {
  local: { headers: 300_000, firstToken: 300_000, idle: 120_000 },
  remote: { headers: 30_000, firstToken: 120_000, idle: 60_000 },
} as const;
