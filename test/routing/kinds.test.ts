import assert from "node:assert/strict";
import test from "node:test";
import type { Kind } from "../../server/protocol/events.ts";
import { guessKind, kindFacts, kinds } from "../../server/routing/kinds.ts";

const examples: readonly (readonly [string, Kind])[] = [
  ["fix the failing date tests", "fix"],
  ["make the parser tests pass", "fix"],
  ["please fix it?", "fix"],
  ["Where is the rate limiter configured?", "ask"],
  ["how does the cache expire entries", "ask"],
  ["write tests for the CSV writer", "test"],
  ["add unit tests to money.js", "test"],
  ["rename parseDate to readDate", "refactor"],
  ["explain src/money.js", "explain"],
  ["find all callers of format", "explore"],
  ["add a --verbose flag", "edit"],
  ["the slug test fails on umlauts", "fix"],
];

for (const [prompt, kind] of examples) {
  test(`"${prompt}" is ${kind} work`, () => assert.equal(guessKind(prompt, "edit"), kind));
}

test("ask mode never gives a kind that edits", () => {
  for (const [prompt] of examples) assert.equal(kindFacts(guessKind(prompt, "ask")).edits, false);
});

test("every kind has its facts", () => {
  for (const kind of kinds) assert.equal(typeof kindFacts(kind).edits, "boolean");
});
