import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isKeyName, keyMistake } from "../../../extension/models/key-shape.ts";

test("what is pasted in place of a key is told by its sort", () => {
  for (const [pasted, mistake] of [
    ["sk-or-v1-0123456789abcdef", undefined],
    ["  sk-or-v1-0123456789abcdef\n", undefined],
    ["YWJjZGVmZ2hpamtsbW5vcA==", undefined],
    ["", "empty"],
    [" \n", "empty"],
    ["OPENROUTER_API_KEY=sk-or-v1-0123", "assignment"],
    ["export KEY=sk-or-v1-0123", "assignment"],
    ["Bearer sk-or-v1-0123", "assignment"],
    ["sk-or v1-0123456", "inner-blanks"],
    ["sk-or-v1–0123456789", "characters"],
    ["sk-1", "short"],
    ["https://openrouter.ai/keys", "address"],
  ] as const) {
    assert.equal(keyMistake(pasted), mistake, JSON.stringify(pasted));
  }
});

test("any text of a key's characters passes, with blanks around it or not", () => {
  const key = fc.stringMatching(/^[A-Za-z0-9_-]{8,80}$/);
  fc.assert(fc.property(key, (text) => keyMistake(` ${text}\r\n`) === undefined));
});

test("a key's name is written like an environment variable", () => {
  for (const name of ["OPENROUTER_API_KEY", "A"]) assert.ok(isKeyName(name), name);
  for (const name of ["", "lower", "1KEY", "A-B", "sk-or-v1", `A${"B".repeat(64)}`]) assert.ok(!isKeyName(name), name);
});
