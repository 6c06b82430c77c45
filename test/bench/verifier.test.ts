import assert from "node:assert/strict";
import { test } from "node:test";
import { candidatesOf } from "../../bench/verifier/candidates.ts";
import { levelsOf, type Outcome, tally } from "../../bench/verifier/outcomes.ts";
import { loadProjects, parseTask } from "../../bench/verifier/tasks.ts";
import { bench } from "../../bench/verifier.ts";

test("a task is headers, and sections that replace the symbol or are added to a file", () => {
  const task = parseTask(
    "t",
    "kind: fix\nat: a.js#f\nabout: one; two\nprompt: do: it\n=== start\nS\n=== wrong no way\n@@ b.js +\nW\n\n",
  );
  assert.deepEqual(
    [task.path, task.symbol, task.about, task.prompt, task.start],
    ["a.js", "f", ["one", "two"], "do: it", "S"],
  );
  assert.deepEqual(task.sections, [{ kind: "wrong", name: "no way", appendTo: "b.js", text: "W" }]);
});

test("there are enough projects, tasks and candidates, in three languages", async () => {
  const projects = loadProjects();
  const tasks = projects.flatMap((project) => project.tasks.map((task) => ({ project, task })));
  assert.ok(projects.length >= 8 && tasks.length >= 60, `${projects.length} projects, ${tasks.length} tasks`);
  assert.equal(new Set(projects.map(({ language }) => language)).size, 3);
  let [all, tampered] = [0, 0];
  for (const { project, task } of tasks) {
    const candidates = await candidatesOf(project, task);
    assert.ok(candidates.length >= 5, `${project.name}/${task.name}: ${candidates.length}`);
    all += candidates.length;
    tampered += candidates.filter(({ sort }) => sort === "tampered").length;
  }
  assert.ok(all >= 600 && tampered >= 100, `${all} candidates, ${tampered} tampered`);
});

const outcome = (right: boolean, kind: "proved" | "unproved" | "refuted", check: string): Outcome => {
  const entry = {
    check,
    outcome: kind === "refuted" ? "failed" : "passed",
    summary: "",
    detail: "",
    milliseconds: 500,
  } as const;
  return {
    candidate: {} as Outcome["candidate"],
    right,
    seconds: 1,
    verdict: { kind, because: "", evidence: [entry] },
  };
};

test("rates are shares of the wrong and of the right, and a level has stopped what it and those before it refuted", () => {
  const outcomes = [
    outcome(false, "proved", "npm test"),
    outcome(false, "unproved", "npm test"),
    outcome(false, "refuted", "files parse"),
    outcome(false, "refuted", "npm test"),
    outcome(true, "proved", "npm test"),
    outcome(true, "refuted", "npm test"),
  ];
  const { f, g } = tally(outcomes);
  assert.deepEqual([f, g], [0.25, 0.5]);
  const rates = Object.fromEntries(levelsOf(outcomes).map((level) => [level.name, [level.f, level.g, level.seconds]]));
  assert.deepEqual(rates.edited, [1, 0, 0]);
  assert.deepEqual(rates.parses, [0.75, 0, 0.5]);
  assert.deepEqual(rates.tests, [0.5, 0.5, 0.5]);
  assert.deepEqual(rates.verdict, [0.25, 0.5, 1]);
});

test("it measures real candidates by the production checks and gives one object", async () => {
  const { json, text } = await bench.run({ json: true, args: ["--only", "cart/split-remainder", "--n", "4"] });
  const result = json as {
    candidates: number;
    f: number;
    tamperedAccepted: number;
    levels: readonly { name: string }[];
  };
  assert.equal(result.candidates, 4);
  assert.equal(result.tamperedAccepted, 0);
  assert.deepEqual(
    result.levels.map(({ name }) => name),
    ["edited", "parses", "types", "tests", "original tests", "tests notice faults", "verdict"],
  );
  assert.match(text, /Goals: f ≤ 10 %/);
});
