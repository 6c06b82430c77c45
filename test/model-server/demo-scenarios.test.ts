import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { loadScenarios, type NamedScript } from "./load-scenarios.ts";

const demo = join(import.meta.dirname, "..", "..", "demo");
const { scripts } = loadScenarios(join(demo, "scenarios"));

function copyOfRepository(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "demo-repository-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(demo, "repository"), folder, { recursive: true });
  return folder;
}

/** Does what the script's tool calls would do, strictly: an edit whose old text is not there exactly once is a mistake. */
function apply(folder: string, script: NamedScript): void {
  for (const call of script.turns.flat().flatMap((turn) => turn.calls ?? [])) {
    const given = call.arguments as Record<string, string>;
    const path = join(folder, given.path ?? "");
    if (call.name === "read_file") assert.ok(existsSync(path), `${script.place} reads ${given.path}`);
    if (call.name === "write_file") writeFileSync(path, given.content ?? "");
    if (call.name !== "edit_file") continue;
    const parts = readFileSync(path, "utf8").split(given.old ?? "");
    assert.equal(parts.length, 2, `${script.place}: ${given.old}`);
    writeFileSync(path, parts.join(given.new));
  }
}

function redTests(folder: string): string[] {
  const { NODE_TEST_CONTEXT: _nested, ...env } = process.env;
  const run = spawnSync(process.execPath, ["--test", "--test-reporter=tap"], { cwd: folder, encoding: "utf8", env });
  return [...run.stdout.matchAll(/^not ok \d+ - (.*)$/gm)].map((match) => match[1] ?? "").toSorted();
}

function scriptOf(place: string): NamedScript {
  const script = scripts.find((each) => each.place === place);
  assert.ok(script, place);
  return script;
}

const redAtFirst = [
  "csv: a doubled quote stands for one quote",
  "date: February of 2100 has 28 days",
  "date: a century is no leap year",
  "duration: a formatted value reads back as itself",
  "duration: milliseconds are not minutes",
  "invoice: half a cent of tax goes to the even cent",
  "invoice: the tax is the sum of the printed taxes",
];

test("the right edits of all tasks turn the demo's red tests green", (context) => {
  const folder = copyOfRepository(context);
  assert.deepEqual(redTests(folder), redAtFirst);
  const right = ["a-date.json scripts[0]", "b-csv.json scripts[1]", "c-invoice.json scripts[2]"];
  for (const place of [...right, "e-duration.json scripts[1]", "g-slug.json scripts[0]"])
    apply(folder, scriptOf(place));
  assert.deepEqual(redTests(folder), []);
});

test("the wrong edits turn tests red that were green before", (context) => {
  const brokenBy = {
    "b-csv.json scripts[0]": ["csv: an empty quoted field is empty"],
    "c-invoice.json scripts[0]": [
      "money: an odd number and a half is rounded up",
      "money: more than a half is rounded up",
      "money: tax is a whole number of cents",
    ],
    "c-invoice.json scripts[1]": ["money: an odd number and a half is rounded up"],
  };
  for (const [place, broken] of Object.entries(brokenBy)) {
    const folder = copyOfRepository(context);
    apply(folder, scriptOf(place));
    assert.deepEqual(
      redTests(folder).filter((name) => !redAtFirst.includes(name)),
      broken,
      place,
    );
  }
});

test("every edit of every script of the demo applies to the repository as it is at first", (context) => {
  for (const script of scripts) apply(copyOfRepository(context), script);
});

test("every script of the demo that uses tools ends with finish", () => {
  for (const script of scripts) {
    const last = [script.turns.at(-1) ?? []].flat();
    const usesTools = script.turns.flat().some((turn) => turn.calls !== undefined);
    if (usesTools)
      assert.ok(
        last.every((turn) => turn.calls?.some((call) => call.name === "finish")),
        script.place,
      );
  }
});
