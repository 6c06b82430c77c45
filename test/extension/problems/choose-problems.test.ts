import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseProblems, linesAround, severityName } from "../../../extension/problems/choose-problems.ts";

const at = (line: number, character: number) => ({ line, character });
const problem = (message: string, line: number, from: number, to: number, severity = 0) => ({
  message,
  severity,
  range: { start: at(line, from), end: at(line, to) },
});
const problems = [
  problem("wrong type", 3, 4, 9),
  problem("unused", 3, 20, 24, 3),
  problem("missing", 7, 0, 2, 1),
  problem("hint", 9, 0, 2, 3),
];
const chosen = (from: [number, number], to: [number, number] = from) =>
  chooseProblems(problems, { start: at(...from), end: at(...to) }).map(({ message }) => message);

test("the cursor in a problem means that one, also at its ends and when it is a hint", () => {
  assert.deepEqual(chosen([3, 6]), ["wrong type"]);
  assert.deepEqual(chosen([3, 9]), ["wrong type"]);
  assert.deepEqual(chosen([3, 22]), ["unused"]);
});

test("the cursor beside the problems of a line means those", () => {
  assert.deepEqual(chosen([3, 15]), ["wrong type", "unused"]);
});

test("the cursor on a line without problems means all of the file but hints", () => {
  assert.deepEqual(chosen([5, 0]), ["wrong type", "missing"]);
});

test("a selection means what it touches and nothing else", () => {
  assert.deepEqual(chosen([3, 0], [4, 0]), ["wrong type"]);
  assert.deepEqual(chosen([3, 8], [7, 1]), ["wrong type", "missing"]);
  assert.deepEqual(chosen([4, 0], [6, 0]), []);
});

test("the lines around problems stay inside the document", () => {
  assert.deepEqual(linesAround([problem("a", 2, 0, 1)], 100), { startLine: 0, endLine: 13 });
  assert.deepEqual(linesAround([problem("a", 30, 0, 1), problem("b", 50, 0, 1)], 55), { startLine: 20, endLine: 55 });
});

test("severities have the names that the server takes", () => {
  assert.deepEqual([0, 1, 2, 3, 9].map(severityName), ["error", "warning", "information", "hint", "error"]);
});
