import { z } from "zod";
import type { Kind } from "../protocol/events.ts";
import type { ErrorRates } from "./error-rates.ts";
import data from "./measured-checks.json" with { type: "json" };

const counts = z.strictObject({ proved: z.int(), unproved: z.int(), refuted: z.int() });

/** What `npm run bench -- verifier --write` measured. */
const measured = z
  .strictObject({
    source: z.string(),
    measuredOn: z.iso.date(),
    candidates: z.int(),
    kinds: z.record(z.string(), z.strictObject({ right: counts, wrong: counts })),
    levels: z.array(z.strictObject({ name: z.string(), f: z.number(), g: z.number(), seconds: z.number() })),
  })
  .parse(data);

/**
 * Real projects are larger and checked worse than the measured ones: of public fixes that pass the tests at hand, 7.8 % fail
 * the developers' complete suite. So the measured counts stand beside this belief, as if it came from as many results.
 */
const belief: ErrorRates = { f: 0.1, g: 0.05 };
const beliefCounts = 300;

/** How often verdicts on a kind of work are wrong, among those that judge; the belief alone where nothing was measured. */
export function measuredChecks(kind: Kind): ErrorRates {
  const found = measured.kinds[kind];
  if (found === undefined) return belief;
  const { right, wrong } = found;
  return {
    f: (wrong.proved + belief.f * beliefCounts) / (wrong.proved + wrong.refuted + beliefCounts),
    g: (right.refuted + belief.g * beliefCounts) / (right.proved + right.refuted + beliefCounts),
  };
}
