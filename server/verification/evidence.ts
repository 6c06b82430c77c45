import type { Comparison } from "./compare.ts";
import { isGreen } from "./compare.ts";
import { headAndTail } from "./head-and-tail.ts";
import { count } from "./output/report.ts";
import { plainLines } from "./output/stable-name.ts";
import type { Checker, CheckerRun } from "./ports.ts";
import { failureOf } from "./targets.ts";
import type { Evidence } from "./verdict.ts";

const detailLimit = 4096;

/** Up to three names, then how many more there are. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `“${name}”`);
  return names.length > 3 ? `${shown.join(", ")} and ${names.length - 3} more` : shown.join(", ");
}

export const plural = (number: number, word: string): string => `${number} ${word}${number === 1 ? "" : "s"}`;

export function skipped(checker: Checker, summary: string): Evidence {
  return { check: checker.command, outcome: "skipped", summary, detail: "", milliseconds: 0 };
}

export const notAgreed = (checker: Checker): Evidence =>
  skipped(
    checker,
    `\`${checker.command}\` was found but not agreed to, so it did not run. Agree with \`stepladder trust\`.`,
  );

/** The state before the first attempt. */
export function baselineEvidence(run: CheckerRun): Evidence {
  const outcome = run.outcome.kind === "timed-out" ? "timed-out" : isGreen(run) ? "passed" : "failed";
  return {
    check: run.checker.command,
    outcome,
    summary: `${stateOf(run)}.`,
    detail: detailOf(run, []),
    milliseconds: milliseconds(run),
  };
}

/** The state after an attempt; `refutation` is why it failed, if it did. What was red before and is not blamed counts as passed. */
export function comparedEvidence(comparison: Comparison, refutation: string | undefined): Evidence {
  const { after } = comparison;
  const outcome = after.outcome.kind === "timed-out" ? "timed-out" : refutation === undefined ? "passed" : "failed";
  const blamed = [...comparison.broken, ...comparison.newFailing, ...comparison.stillFailing];
  return {
    check: after.checker.command,
    outcome,
    summary: refutation ?? `${stateOf(after)}${changeOf(comparison)}.`,
    detail: detailOf(after, [...comparison.newFindings, ...blamed]),
    milliseconds: milliseconds(after),
  };
}

function changeOf(comparison: Comparison): string {
  const parts = [
    ...(comparison.fixed.length > 0 ? [`${comparison.fixed.length} failed before`] : []),
    ...(comparison.newPassing.length > 0 ? [`${comparison.newPassing.length} new`] : []),
    ...(comparison.stillFailing.length > 0 ? [`${plural(comparison.stillFailing.length, "failure")} as before`] : []),
  ];
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

function stateOf(run: CheckerRun): string {
  const name = `\`${run.checker.command}\``;
  if (run.outcome.kind === "timed-out") return `${name} did not end within its time limit and was stopped`;
  if (run.outcome.kind === "signalled") return `${name} was ended by ${run.outcome.signal}`;
  const failed = run.counts?.failed ?? (run.tests === undefined ? 0 : count(run.tests, "failed"));
  const passed = run.counts?.passed ?? (run.tests === undefined ? 0 : count(run.tests, "passed"));
  if (failed > 0) return `${name}: ${plural(failed, "test")} of ${failed + passed} fail${failed === 1 ? "s" : ""}`;
  if ((run.findings?.size ?? 0) > 0) return `${name}: ${plural(run.findings?.size ?? 0, "finding")}`;
  if (!isGreen(run))
    return `${name} fails${run.outcome.kind === "exited" ? ` with exit code ${run.outcome.code}` : ""}`;
  return run.tests === undefined
    ? `${name} passes`
    : `${name}: ${plural(passed, "test")} pass${passed === 1 ? "es" : ""}`;
}

const milliseconds = (run: CheckerRun): number => ("milliseconds" in run.outcome ? run.outcome.milliseconds : 0);

/** The failing tests' own words and the findings first, because they are what the next attempt needs; else the output's head and tail. */
function detailOf(run: CheckerRun, first: readonly string[]): string {
  const failing =
    run.tests === undefined ? [] : [...run.tests].filter(([, state]) => state === "failed").map(([name]) => name);
  const names = [...new Set([...first, ...failing])];
  const messages = names.flatMap((name) => describe(name, run));
  if (messages.length > 0) return headAndTail(messages.join("\n\n"), detailLimit);
  if (isGreen(run)) return "";
  if ((run.findings?.size ?? 0) > 0) return headAndTail([...(run.findings ?? [])].join("\n"), detailLimit);
  return headAndTail("output" in run.outcome ? plainLines(run.outcome.output).join("\n").trim() : "", detailLimit);
}

function describe(name: string, run: CheckerRun): readonly string[] {
  if (run.findings?.has(name)) return [name];
  if (run.tests?.get(name) !== "failed") return [];
  const failure = failureOf(name, run.failures);
  const place = failure?.file === undefined ? "" : ` (${failure.file})`;
  return [
    `✖ ${name}${place}${failure === undefined || failure.message === "" ? "" : `\n${failure.message.slice(0, 1000)}`}`,
  ];
}
