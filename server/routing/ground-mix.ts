import { type Ground, grounds } from "../protocol/grounds.ts";
import type { AttemptOutcome } from "../spend/spend.ts";
import type { ErrorRates } from "./error-rates.ts";

/** On what results were judged, of all work of a kind and of each repository. */
export interface GroundMix {
  readonly all: Counts;
  readonly repositories: Map<string, Counts>;
}

/** By the first ground: results, those that it let pass, and of these the ones that a reviewer saw. Faded by age. */
interface Counts {
  readonly judged: Float64Array;
  readonly passed: Float64Array;
  readonly reviewed: Float64Array;
}

/** So many results weigh as much as what is usual for the kind, and of a repository as much as all together. */
const [usualResults, repositoryResults] = [6, 4];

export function newGroundMix(): GroundMix {
  return { all: newCounts(), repositories: new Map() };
}

function newCounts(): Counts {
  const none = () => new Float64Array(grounds.length);
  return { judged: none(), passed: none(), reviewed: none() };
}

/** Who stopped before the end, or was stopped, says nothing of the checks. */
export function countGrounds(
  mix: GroundMix,
  repository: string,
  { grounds: own = [], verdict }: Pick<AttemptOutcome, "grounds" | "verdict">,
): void {
  const [first] = own;
  if (first === undefined || first === "unfinished" || first === "user") return;
  const place = grounds.indexOf(first);
  const counts = mix.repositories.get(repository) ?? newCounts();
  mix.repositories.set(repository, counts);
  for (const { judged, passed, reviewed } of [mix.all, counts]) {
    add(judged, place);
    if (own.length > 1 || verdict !== "refuted") add(passed, place);
    if (own.includes("review")) add(reviewed, place);
  }
}

function add(counts: Float64Array, place: number): void {
  counts[place] = (counts[place] as number) + 1;
}

export function fadeGroundMix({ all, repositories }: GroundMix, kept: number): void {
  for (const counts of [all, ...repositories.values()])
    for (const column of Object.values(counts) as Float64Array[])
      for (let place = 0; place < column.length; place++) column[place] = (column[place] as number) * kept;
}

/** What is to be expected of the next result, if it is judged like those before it. */
export function ratesAhead(
  { all, repositories }: GroundMix,
  repository: string | undefined,
  usual: ErrorRates,
  ratesOn: (ground: Ground) => ErrorRates,
): ErrorRates {
  const general = pooled(all, usual, usualResults, ratesOn);
  const own = repository === undefined ? undefined : repositories.get(repository);
  return own === undefined ? general : pooled(own, general, repositoryResults, ratesOn);
}

function pooled(
  { judged, passed, reviewed }: Counts,
  towards: ErrorRates,
  weight: number,
  ratesOn: (ground: Ground) => ErrorRates,
): ErrorRates {
  let [total, f, g] = [weight, towards.f * weight, towards.g * weight];
  for (const [place, ground] of grounds.entries()) {
    const count = judged[place] as number;
    if (count === 0) continue;
    const share = (reviewed[place] as number) / Math.max(passed[place] as number, 1e-9);
    const rates = withReviews(ratesOn(ground), ratesOn("review"), share);
    total += count;
    f += count * rates.f;
    g += count * rates.g;
  }
  return total === weight ? towards : { f: f / total, g: g / total };
}

/** When so large a share of what passes is shown to a reviewer. */
function withReviews(checks: ErrorRates, reviews: ErrorRates, share: number): ErrorRates {
  return { f: checks.f * (1 - share * (1 - reviews.f)), g: 1 - (1 - checks.g) * (1 - share * reviews.g) };
}
