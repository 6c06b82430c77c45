import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseTargets, words } from "../../server/verification/targets.ts";

const failing = ["date: a century is no leap year", "csv: quotes are kept", "money > rounds half up"];
const targets = (prompt: string, names: readonly string[] = failing, files: Readonly<Record<string, string>> = {}) => {
  const failures = new Map(Object.entries(files).map(([name, file]) => [name, { file, message: "" }]));
  const { names: chosen, from } = chooseTargets(prompt, names, failures);
  return [from, ...chosen];
};

test("tests that share words with the prompt are meant", () => {
  assert.deepEqual(targets("fix the failing date tests"), ["prompt", failing[0]]);
  assert.deepEqual(targets("Rounding is wrong"), ["prompt", failing[2]]);
  assert.deepEqual(targets("the CSV writer loses a quote"), ["prompt", failing[1]]);
});

test("the file of a failing test counts as well", () => {
  assert.deepEqual(targets("fix src/invoices.js", ["a", "b"], { a: "test/invoice.test.js" }), ["prompt", "a"]);
});

test("a test that the prompt quotes in full is meant alone", () => {
  assert.deepEqual(targets('make "csv: quotes are kept" pass, dates can wait'), ["prompt", failing[1]]);
});

test("when no word is shared, all failing tests are candidates", () => {
  assert.deepEqual(targets("make the tests pass"), ["all", ...failing]);
  assert.deepEqual(targets("fix it", []), ["all"]);
});

test("names are split at camel case and underscores, and inflections meet", () => {
  assert.deepEqual([...words("parseDates")], [...words("parsing_date")]);
  assert.deepEqual([...words("round")], [...words("rounded")]);
  assert.deepEqual([...words("duration")], [...words("durations")]);
  assert.deepEqual([...words("please fix the failing tests")], []);
});
