import type { CheckEvent } from "./ports.ts";
import type { Evidence } from "./verdict.ts";

export type Checks<Result> = AsyncGenerator<CheckEvent, Result>;
/** What one check showed. */
export type Look = Pick<Evidence, "outcome" | "summary" | "detail">;

/** Runs a check with its events, and keeps what it showed. */
export async function* asCheck<Result>(
  check: string,
  evidence: Evidence[],
  work: () => Promise<{ readonly look: Look; readonly now: Result }>,
): Checks<Result> {
  yield { type: "check-start", check };
  const started = Date.now();
  const { look, now } = await work();
  const entry: Evidence = { check, ...look, milliseconds: Date.now() - started };
  evidence.push(entry);
  yield { type: "check-end", evidence: entry };
  return now;
}

/** The same where what it showed is all that is asked for. */
export function looked(check: string, evidence: Evidence[], look: () => Promise<Look>): Checks<Look> {
  return asCheck(check, evidence, async () => {
    const found = await look();
    return { look: found, now: found };
  });
}
