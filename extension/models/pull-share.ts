import type { PullProgressParams } from "../../server/protocol/requests.ts";

export interface PullStep {
  /** By how many hundredths the bar goes on; never backwards. */
  readonly increment: number;
  readonly status: string;
  /** `3.2 of 18.6 GB`; undefined before the size is known. */
  readonly amount: readonly [done: string, total: string] | undefined;
}

/** Turns reports of a pull into steps of a progress bar. More parts become known on the way, so the share may sink; the bar waits. */
export function createPullShare(): (progress: PullProgressParams) => PullStep {
  let shown = 0;
  return ({ status, completed, total }) => {
    if (completed === undefined || total === undefined || total <= 0)
      return { increment: 0, status, amount: undefined };
    const share = Math.min(100, (completed / total) * 100);
    const increment = Math.max(0, share - shown);
    shown += increment;
    return { increment, status, amount: [gigabytes(completed), gigabytes(total)] };
  };
}

function gigabytes(bytes: number): string {
  return (bytes / 1_000_000_000).toFixed(bytes < 100_000_000 ? 2 : 1);
}

/** A model's name as Ollama knows it: `qwen3-coder:30b`, `name/model:tag`, `hf.co/owner/model`. */
export function isOllamaName(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*){0,3}(?::[A-Za-z0-9][A-Za-z0-9._-]*)?$/.test(text);
}
