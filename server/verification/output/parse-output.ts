import type { Checker, CheckerRun } from "../ports.ts";
import { parseAva } from "./ava.ts";
import { parseCargoTest } from "./cargo-test.ts";
import {
  findingSet,
  parseBiome,
  parseEslint,
  parseGoVet,
  parseMypy,
  parseRuff,
  parseRustc,
  parseTsc,
} from "./findings.ts";
import { parseGoTest } from "./go-test.ts";
import { parseJest } from "./jest.ts";
import { parseMocha } from "./mocha.ts";
import { parseNodeSpec } from "./node-spec.ts";
import { parsePhpunit } from "./phpunit.ts";
import { parsePytest } from "./pytest.ts";
import { count, type FindingsParser, type TestParser, type TestReport } from "./report.ts";
import { parseRspec } from "./rspec.ts";
import { plainLines } from "./stable-name.ts";
import { parseTap } from "./tap.ts";
import { parseUnittest } from "./unittest.ts";
import { parseVitest } from "./vitest.ts";

/** Each asks for its own evidence, mostly its summary line, so the order matters only for look-alikes. */
const testParsers: readonly TestParser[] = [
  parseNodeSpec,
  parseTap,
  parseJest,
  parseVitest,
  parseMocha,
  parsePytest,
  parseUnittest,
  parseCargoTest,
  parseGoTest,
  parsePhpunit,
  parseRspec,
  parseAva,
];

const findingsParsers: readonly FindingsParser[] = [
  parseTsc,
  parseBiome,
  parseEslint,
  parseRuff,
  parseMypy,
  parseGoVet,
  parseRustc,
];

export type Understood = Pick<CheckerRun, "tests" | "findings" | "complete" | "interrupted" | "counts" | "failures">;

/**
 * What a checker's output says, or undefined when no parser finds evidence of its tool. One command may run several tools, so
 * findings of several are joined. With `trimmed`, part of the output is missing: passed names and findings are then not
 * given, because a set that is cut would show fixes and vanished tests that nobody made.
 */
export function parseOutput(checker: Checker, output: string, trimmed = false): Understood | undefined {
  const lines = plainLines(output);
  const report = readTests(lines, trimmed);
  const found = findingsParsers.map((parse) => parse(lines)).filter((findings) => findings !== undefined);
  const findings = trimmed || found.length === 0 ? undefined : findingSet(found.flat());
  if (report === undefined && findings === undefined) return undefined;
  const testsAreTheFindings = checker.sort === "tests" && findings?.size === 0;
  return {
    tests: report?.tests,
    findings: testsAreTheFindings ? undefined : findings,
    ...(report === undefined ? {} : { complete: report.complete, failures: report.failures }),
    ...(report?.interrupted === true ? { interrupted: true } : {}),
    ...(report?.counts === undefined ? {} : { counts: report.counts }),
  };
}

/** Several reports in one output, as of a monorepo's packages, can't be told apart: the one with the most tests stands, as incomplete. */
function readTests(lines: readonly string[], trimmed: boolean): TestReport | undefined {
  const reports = testParsers.map((parse) => parse(lines)).filter((report) => report !== undefined);
  const best = reports.toSorted((a, b) => b.tests.size - a.tests.size)[0];
  if (best === undefined) return undefined;
  const complete = best.complete && !trimmed && reports.length === 1;
  if (complete) return best;
  const failed = new Map([...best.tests].filter(([, state]) => state === "failed"));
  return { ...best, tests: failed, complete: false };
}

/** How many tests ran to an end, by name or by the reporter's own summary. */
export function executedTests(run: Pick<CheckerRun, "tests" | "counts">): number {
  if (run.counts !== undefined) return run.counts.passed + run.counts.failed;
  return run.tests === undefined ? 0 : count(run.tests, "passed") + count(run.tests, "failed");
}
