import { z } from "zod";
import type { Kind } from "../protocol/events.ts";
import { type Ground, grounds } from "../protocol/grounds.ts";
import type { ErrorRates } from "./error-rates.ts";
import data from "./measured-checks.json" with { type: "json" };

const counts = z.strictObject({ proved: z.int(), unproved: z.int(), refuted: z.int() });
const tally = z.strictObject({ right: counts, wrong: counts });
type Tally = z.infer<typeof tally>;

/** What `npm run bench -- verifier --write` measured, by kind of work and by what the verdicts stand on. */
const measured = z
  .strictObject({
    source: z.string(),
    measuredOn: z.iso.date(),
    candidates: z.int(),
    kinds: z.record(z.string(), z.partialRecord(z.enum(grounds), tally)),
    levels: z.array(z.strictObject({ name: z.string(), f: z.number(), g: z.number(), seconds: z.number() })),
  })
  .parse(data);

/** What is believed whatever was measured, as if it came from so many results of each sort. */
interface Assumed extends ErrorRates {
  readonly results: number;
}

/**
 * Real projects are larger and checked worse than the measured ones: of public fixes that pass the tests at hand, 7.8 % fail
 * the developers' complete suite. So the measured counts stand beside this belief.
 */
const proofs: Assumed = { f: 0.1, g: 0.05, results: 1_000 };

const assumed: Readonly<Record<Ground, Assumed>> = {
  // Of wrong results, 83 % are handed in as done; what is not handed in is hardly ever right.
  unfinished: { f: 0.83, g: 0.005, results: 50 },
  // Syntax and types alone let about 80 % of what is wrong pass, and with tests at hand 40 to 50 %.
  looks: { f: 0.8, g: 0.02, results: 50 },
  unbroken: { f: 0.45, g: 0.03, results: 50 },
  // Nobody measured what an editor's problems tell.
  findings: { f: 0.15, g: 0.05, results: 300 },
  // In public results two in five tests that were written from the request alone pass on wrong fixes.
  "written-test": { f: 0.4, g: 0.02, results: 300 },
  tests: proofs,
  "given-check": proofs,
  // A reviewer of another family overlooks a third of what is wrong and objects to some that is right; people are taken to be better.
  review: { f: 0.35, g: 0.15, results: 300 },
  user: { f: 0.15, g: 0.05, results: 300 },
};

/** Grounds that may leave a result unproved and refute it, but never prove it: what they leave has passed. */
export const neverProves: ReadonlySet<Ground> = new Set(["unfinished", "looks", "unbroken"]);

/** How often verdicts on a kind of work are wrong, among those that judge; the belief alone where nothing was measured. */
export function measuredChecks(kind: Kind): ErrorRates {
  return beside(proofs, Object.values(measured.kinds[kind] ?? {}), false);
}

/** The same of the verdicts on these grounds, and on how many results it was measured. */
export function measuredGround(kind: Kind, ground: Ground): ErrorRates & { readonly measuredOn: number } {
  const found = measured.kinds[kind]?.[ground];
  const passes = neverProves.has(ground);
  const measuredOn = found === undefined ? 0 : judged(found.right, passes) + judged(found.wrong, passes);
  return { ...beside(assumed[ground], found === undefined ? [] : [found], passes), measuredOn };
}

/** With nothing measured, what is assumed alone. */
function beside({ f, g, results }: Assumed, found: readonly Tally[], passes: boolean): ErrorRates {
  let [passed, wrongs, rejected, rights] = [f * results, results, g * results, results];
  for (const { right, wrong } of found) {
    passed += wrong.proved + (passes ? wrong.unproved : 0);
    wrongs += judged(wrong, passes);
    rejected += right.refuted;
    rights += judged(right, passes);
  }
  return { f: passed / wrongs, g: rejected / rights };
}

function judged({ proved, unproved, refuted }: Tally["right"], passes: boolean): number {
  return proved + refuted + (passes ? unproved : 0);
}
