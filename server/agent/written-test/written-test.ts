import type { Comparison } from "../../verification/compare.ts";
import type { CheckerRun } from "../../verification/ports.ts";

/** A test that a model wrote before the fix. It is no part of the files while the fix is made. */
export interface WrittenTest {
  /** `ServedModel.id` of its author, and the family, which may not judge its own fixes. */
  readonly author: string;
  readonly family: string;
  readonly files: readonly { readonly path: string; readonly absolute: string; readonly bytes: Uint8Array }[];
  /** The run on the old code with the test in place. */
  readonly before: CheckerRun;
  /** What fails in it for the test's sake; empty when the runner names no tests. */
  readonly failing: readonly string[];
}

/** Whether a test fails on the old code: the runs without it and with it. Undefined when it does, else why it is of no use. */
export function whyUseless(comparison: Comparison): string | undefined {
  const { broken, newFailing, passingSilenced, exit } = comparison;
  if (exit === "now-timed-out") return "With it the tests do not end.";
  if (exit === "not-comparable") return "The tests could not be run with it.";
  if (broken.length + passingSilenced.length > 0) return "It breaks tests that passed before.";
  if (newFailing.length === 0 && exit !== "green-red")
    return "It passes on the code as it is, so it shows nothing of the problem.";
  return undefined;
}

/** Whether all of a test passes after the fix, and nothing else got worse: the runs with it before and after the fix. */
export function passesNow({ failing }: Pick<WrittenTest, "failing">, comparison: Comparison): boolean {
  const { fixed, broken, newFailing, passingSilenced, failingSilenced, exit } = comparison;
  const worse = broken.length + newFailing.length + passingSilenced.length + failingSilenced.length;
  if (worse > 0 || (exit !== "red-green" && exit !== "red-red")) return false;
  return failing.length > 0 ? failing.every((test) => fixed.includes(test)) : exit === "red-green";
}
