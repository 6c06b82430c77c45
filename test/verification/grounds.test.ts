import assert from "node:assert/strict";
import { test } from "node:test";
import type { Kind } from "../../server/protocol/events.ts";
import { andOn, groundOf } from "../../server/verification/grounds.ts";
import type { Checker, CheckerRun } from "../../server/verification/ports.ts";

type States = Readonly<Record<string, "passed" | "failed">>;

function run(command: string, sort: Checker["sort"], code: number, tests?: States, changes: Partial<CheckerRun> = {}) {
  return {
    checker: { command, sort, from: "repository", script: command },
    outcome: { kind: "exited", code, output: "", milliseconds: 10, truncated: false },
    tests: tests && new Map(Object.entries(tests)),
    findings: undefined,
    ...changes,
  } as CheckerRun;
}

const green = run("npm test", "tests", 0, { adds: "passed", subtracts: "passed" });
const red = run("npm test", "tests", 1, { adds: "failed", subtracts: "passed" });
const types = run("npx tsc", "types", 0);

function ground(kind: Kind, prompt: string, runs: readonly CheckerRun[], left: readonly string[] = []) {
  const evidence = left.map(
    (check) => ({ check, outcome: "skipped", summary: "", detail: "", milliseconds: 0 }) as const,
  );
  return groundOf({ kind, prompt, baseline: { runs, notAgreed: [] } }, evidence);
}

test("a fix stands on the tests that fail before it; without any, tests only show that nothing broke", () => {
  assert.equal(ground("fix", "fix it", [types, red]), "tests");
  assert.equal(ground("fix", "fix it", [types, green]), "unbroken");
  assert.equal(ground("fix", "fix it", [run("make test", "tests", 2)]), "tests", "its output tells no names");
});

test("an edit stands on a failing test only when its prompt speaks of it", () => {
  assert.equal(ground("edit", "make `adds` work", [red]), "tests");
  assert.equal(ground("edit", "another colour", [red]), "unbroken");
  assert.equal(ground("edit", "another colour", [green]), "unbroken");
});

test("written tests and refactorings stand on tests wherever tests run", () => {
  assert.equal(ground("test", "write tests", [green]), "tests");
  assert.equal(ground("refactor", "rename it", [green]), "tests");
  assert.equal(ground("refactor", "rename it", [types]), "looks");
});

test("reported findings that a fix is about are grounds of their own, and without tests the rest is looks", () => {
  const lint = run("npx eslint .", "lint", 1, undefined, { findings: new Set(["a.js: no-unused-vars"]) });
  assert.equal(ground("fix", "fix the lint warnings", [lint]), "findings");
  assert.equal(ground("edit", "another colour", [types]), "looks");
  assert.equal(ground("edit", "another colour", []), "looks");
});

test("a check that the user gave stands above all, and one that did not run is none", () => {
  const given = run("./check", "unknown", 0, undefined, {
    checker: { command: "./check", sort: "unknown", from: "task", script: "./check" },
  });
  assert.equal(ground("edit", "another colour", [green, given]), "given-check");
  assert.equal(ground("edit", "another colour", [green, given], ["./check"]), "unbroken");
  assert.equal(ground("fix", "fix it", [types, red], ["npm test"]), "looks");
});

test("one more ground follows those before it, and where they are not known it tells nothing", () => {
  assert.deepEqual(andOn(["unbroken"], "review"), ["unbroken", "review"]);
  assert.equal(andOn(undefined, "review"), undefined);
});
