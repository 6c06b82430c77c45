import type { Kind } from "../protocol/events.ts";
import type { Ground } from "../protocol/grounds.ts";
import type { AttemptOutcome } from "../spend/spend.ts";
import {
  both,
  type ErrorBelief,
  type ErrorRates,
  type Likelihood,
  learnErrors,
  learnFromLater,
  likelihoodOf,
  newErrorBelief,
  nothingSeen,
  rightGiven,
} from "./error-rates.ts";
import { countGrounds, fadeGroundMix, type GroundMix, newGroundMix, ratesAhead } from "./ground-mix.ts";
import { measuredGround, neverProves } from "./measured-checks.ts";

/** How often the checks of one kind of work are wrong, by what their verdicts stand on. */
export interface CheckErrors {
  readonly kind: Kind;
  /** Of verdicts of which nobody knows on what they stand. */
  readonly usual: ErrorBelief;
  readonly byGround: Map<Ground, GroundErrors>;
  readonly mix: GroundMix;
  /** Of what was proved: how much of it is believed to have been wrong, and how much the user took back. */
  readonly passed: { wrong: number; undone: number };
  /** To be expected of the next result, wherever it is made. */
  rates: ErrorRates;
}

export interface GroundErrors {
  readonly belief: ErrorBelief;
  /** Results on which it had its say, and those of which something came to light later. */
  results: number;
  later: number;
}

export function newCheckErrors(kind: Kind, usual: ErrorRates): CheckErrors {
  const belief = newErrorBelief(usual);
  return {
    kind,
    usual: belief,
    byGround: new Map(),
    mix: newGroundMix(),
    passed: { wrong: 0, undone: 0 },
    rates: belief.rates,
  };
}

/** What was said of a result; `later` comes from audits and from what was undone. */
export interface Said extends Pick<AttemptOutcome, "verdict" | "grounds" | "later"> {}

type Later = AttemptOutcome["later"];

/** How likely that is; undefined when it tells nothing of the result. */
export function tellingOf(errors: CheckErrors, said: Said): Likelihood | undefined {
  const steps = stepsOf(said).filter(({ tells }) => tells);
  const later = laterOf(errors, said.later);
  return steps.length === 0 ? undefined : steps.reduce((all, step) => both(all, seenAt(errors, step)), later);
}

/** `right` is the chance that the result was right, as believed before anything was said of it. */
export function learnChecks(errors: CheckErrors, right: number, said: Said, repository: string): void {
  const steps = stepsOf(said);
  const afterwards = laterOf(errors, said.later);
  let before = right;
  for (const [index, step] of steps.entries()) {
    const { ground, passed } = step;
    const rest = steps.slice(index + 1).filter(({ tells }) => tells);
    const later = rest.reduce((all, next) => both(all, seenAt(errors, next)), afterwards);
    const seen = seenAt(errors, step);
    if (step.counts === "always") learnErrors(beliefOf(errors, ground), before, passed, later);
    else if (step.counts === "later" && later !== nothingSeen) learnFromLater(beliefOf(errors, ground), before, later);
    const told = rest.length > 0 || (said.later !== undefined && said.later !== "stayed");
    if (ground !== undefined && step.counts !== "never") tally(errors, ground, told);
    before = rightGiven(before, seen);
  }
  if (said.later !== undefined) {
    errors.passed.wrong += 1 - rightGiven(before, afterwards);
    errors.passed.undone += said.later === "undone" ? 1 : 0;
  }
  if (said.grounds !== undefined) countGrounds(errors.mix, repository, said);
  errors.rates = ratesIn(errors, undefined);
}

/** What the checks of a kind rest on may change; how wrong each of them is hardly does. */
export function fadeChecks({ mix }: CheckErrors, kept: number): void {
  fadeGroundMix(mix, kept);
}

/** To be expected of the next result in a repository. */
export function ratesIn(errors: CheckErrors, repository: string | undefined): ErrorRates {
  return ratesAhead(errors.mix, repository, errors.usual.rates, (ground) => ratesOn(errors, ground));
}

export function ratesOn(errors: CheckErrors, ground: Ground | undefined): ErrorRates {
  if (ground === undefined) return errors.usual.rates;
  return errors.byGround.get(ground)?.belief.rates ?? measuredGround(errors.kind, ground);
}

/** One check that let a result pass or did not. */
interface Step {
  readonly ground: Ground | undefined;
  readonly passed: boolean;
  /** It says something of the result. */
  readonly tells: boolean;
  /** When it is heard of: always, or only of results that pass, or when something else had the last word. */
  readonly counts: "always" | "later" | "never";
}

/** What was taken back later, or audited, had been proved before. */
function stepsOf({ verdict, grounds, later }: Said): readonly Step[] {
  const said = later === undefined ? verdict : "proved";
  if (said === undefined) return [];
  if (grounds === undefined) {
    return said === "unproved" ? [] : [{ ground: undefined, passed: said === "proved", tells: true, counts: "always" }];
  }
  return grounds.map((ground, index) => {
    const last = index === grounds.length - 1;
    const passed = !last || said !== "refuted";
    // Nothing was proved on these where the result was left open, or to the user.
    const open = (last ? said === "unproved" : grounds.at(-1) === "user") && ground !== "review";
    const counts = heardOf(ground);
    if (neverProves.has(ground)) return { ground, passed, tells: !passed, counts };
    return { ground, passed, tells: !open, counts: open ? "never" : counts };
  });
}

function heardOf(ground: Ground): Step["counts"] {
  if (ground === "unfinished") return "never";
  return ground === "written-test" ? "later" : "always";
}

function seenAt(errors: CheckErrors, { ground, passed, tells }: Step): Likelihood {
  return tells ? likelihoodOf(passed, ratesOn(errors, ground)) : nothingSeen;
}

/** Of the wrong results that were proved, so many are taken back, as if from so many. Nobody has measured that. */
const [usuallyNoticed, usualResults] = [0.1, 2];
const mostNoticed = 0.95;

const reviews = measuredGround("review", "review");

/** Taking a result back weighs as much as a refutation by good checks. */
const laterFindings: Readonly<Record<Exclude<NonNullable<Later>, "stayed">, Likelihood>> = {
  undone: { right: 0.005, wrong: 1 },
  accepted: likelihoodOf(true, reviews),
  rejected: likelihoodOf(false, reviews),
};

/** What was proved and stayed is the likelier right, the more of the wrong results this user takes back. */
export function laterOf({ passed }: Pick<CheckErrors, "passed">, later: Later): Likelihood {
  if (later === undefined) return nothingSeen;
  if (later !== "stayed") return laterFindings[later];
  const noticed = (passed.undone + usuallyNoticed * usualResults) / (passed.wrong + usualResults);
  return { right: 1, wrong: 1 - Math.min(noticed, mostNoticed) };
}

function beliefOf(errors: CheckErrors, ground: Ground | undefined): ErrorBelief {
  return ground === undefined ? errors.usual : recordOf(errors, ground).belief;
}

function tally(errors: CheckErrors, ground: Ground, later: boolean): void {
  const record = recordOf(errors, ground);
  record.results += 1;
  if (later) record.later += 1;
}

function recordOf({ kind, byGround }: CheckErrors, ground: Ground): GroundErrors {
  const found = byGround.get(ground) ?? { belief: newErrorBelief(measuredGround(kind, ground)), results: 0, later: 0 };
  byGround.set(ground, found);
  return found;
}
