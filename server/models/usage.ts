/**
 * A host's token report in one convention, in tokens. Input total = uncached + cacheRead + cacheWrite;
 * `output` includes `reasoning`; `cacheWrite` includes `cacheWrite1h`. All are whole and not negative.
 */
export interface Usage {
  readonly uncached: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly cacheWrite1h: number;
  readonly output: number;
  readonly reasoning: number;
}

export function inputTotal(usage: Usage): number {
  return usage.uncached + usage.cacheRead + usage.cacheWrite;
}
