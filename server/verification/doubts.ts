import type { Kind } from "../protocol/events.ts";
import type { Touched } from "./changed-file.ts";
import type { Comparison } from "./compare.ts";
import { listed, plural } from "./evidence.ts";
import { executedTests } from "./output/parse-output.ts";
import type { Checker } from "./ports.ts";

/** What stands in the way of a proof without being a refutation, and what did not run. */
export interface Doubts {
  readonly touched: Omit<Touched, "putBack">;
  readonly notAgreed: readonly Checker[];
  /** The attempt changed what these commands run. */
  readonly scriptChanged: readonly Checker[];
  readonly couldNotStart: readonly Checker[];
}

export function findDoubt(comparisons: readonly Comparison[], kind: Kind, doubts: Doubts): string | undefined {
  const silenced = comparisons.flatMap((comparison) => comparison.passingSilenced);
  const fewer = Math.max(0, ...comparisons.map((comparison) => comparison.fewer));
  if (doubts.scriptChanged.length > 0)
    return `The attempt changed what ${commands(doubts.scriptChanged)} runs, so it did not run; look at that change first.`;
  if (silenced.length > 0)
    return `${plural(silenced.length, "test")} that passed before ${silenced.length === 1 ? "is" : "are"} gone or skipped: ${listed(silenced)}. Look whether that is meant.`;
  if (fewer > 0) return `${plural(fewer, "test")} fewer ran than before. Look whether that is meant.`;
  const rewritten = [...(kind === "test" ? [] : doubts.touched.tests), ...doubts.touched.settings];
  if (rewritten.length > 0)
    return `The checks pass, but the attempt rewrote what they check with (${rewritten.join(", ")}). Look at that change first.`;
  if (kind === "test" && doubts.touched.code.length > 0)
    return `The new tests pass, but the attempt also changed what they test (${doubts.touched.code.join(", ")}). Look at that change first.`;
  if (doubts.touched.silenced.length > 0)
    return `The checks pass, but the attempt told them to look away in ${doubts.touched.silenced.join(", ")}. Look at that change first.`;
  return undefined;
}

const commands = (checkers: readonly Checker[]): string =>
  checkers.map((checker) => `\`${checker.command}\``).join(", ");

export function whyUnproved(comparisons: readonly Comparison[], kind: Kind, doubts: Doubts): string {
  if (comparisons.length === 0) return whyNothingRan(doubts);
  const doubt = findDoubt(comparisons, kind, doubts);
  if (
    doubt !== undefined &&
    (doubts.scriptChanged.length > 0 || comparisons.some((comparison) => comparison.passingSilenced.length > 0))
  )
    return doubt;
  const unclear = comparisons.flatMap((comparison) => comparison.unclear);
  if (unclear.length > 0)
    return `The output does not show whether ${listed(unclear)} pass${unclear.length === 1 ? "es" : ""} now.`;
  const still = comparisons.flatMap((comparison) => comparison.stillFailing);
  if (still.length > 0)
    return `${plural(still.length, "test")} failed before and still ${still.length === 1 ? "does" : "do"} (${listed(still)}); nothing new fails, but nothing shows that the change does what was asked.`;
  const red = comparisons.find((comparison) => comparison.exit === "red-red");
  if (red !== undefined)
    return `\`${red.after.checker.command}\` failed before and still fails; nothing new is wrong, but nothing shows that the change does what was asked.`;
  if (comparisons.some((comparison) => executedTests(comparison.after) > 0)) {
    return "The tests pass, but none of them failed before, so nothing shows that the change does what was asked.";
  }
  const names = commands(comparisons.map((comparison) => comparison.after.checker));
  const missing =
    doubts.notAgreed.length === 0 ? "" : ` ${commands(doubts.notAgreed)} did not run: agree with \`stepladder trust\`.`;
  return `${names} found nothing wrong, but no test ran, so nothing shows that the change does what was asked.${missing}`;
}

function whyNothingRan(doubts: Doubts): string {
  if (doubts.scriptChanged.length > 0)
    return `No check could run: the attempt changed what ${commands(doubts.scriptChanged)} runs. Look at that change first.`;
  if (doubts.notAgreed.length > 0)
    return `No check could run: ${commands(doubts.notAgreed)} was found but not agreed to. Agree with \`stepladder trust\`, or name a check with \`--check\`.`;
  if (doubts.couldNotStart.length > 0)
    return `No check could run: ${commands(doubts.couldNotStart)} could not start. Install what it needs, or name another check with \`--check\`.`;
  return "No check could run: none was found in this folder. Name one in the setting `checks`, or with `--check`.";
}
