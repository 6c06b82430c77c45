import assert from "node:assert/strict";
import { test } from "node:test";
import { formatCsvLine, parseCsvLine } from "../src/csv.js";

test("csv: fields are separated by commas", () => {
  assert.deepEqual(parseCsvLine("2026-05-01,rent,120000"), ["2026-05-01", "rent", "120000"]);
});

test("csv: a quoted field may hold a comma", () => {
  assert.deepEqual(parseCsvLine('"Miller, Ann",5'), ["Miller, Ann", "5"]);
});

test("csv: an empty quoted field is empty", () => {
  assert.deepEqual(parseCsvLine('a,"",b'), ["a", "", "b"]);
});

test("csv: a doubled quote stands for one quote", () => {
  assert.deepEqual(parseCsvLine('1,"the ""big"" desk",9'), ["1", 'the "big" desk', "9"]);
});

test("csv: a quoted field must end", () => {
  assert.throws(() => parseCsvLine('"open'), SyntaxError);
});

test("csv: what is written reads back without quotes inside", () => {
  const fields = ["Miller, Ann", "", "5"];
  assert.deepEqual(parseCsvLine(formatCsvLine(fields)), fields);
});
