import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { opinionIn } from "../../../server/agent/review/opinion.ts";

test("a plain answer is read, in a fence or not", () => {
  assert.deepEqual(opinionIn('{"verdict": "accept"}'), { kind: "accepted" });
  assert.deepEqual(opinionIn('```json\n{"verdict": "accept", "reasons": []}\n```\n'), { kind: "accepted" });
  assert.deepEqual(opinionIn('{"verdict":"reject","reasons":["Zero is\\n missed.","It throws."]}'), {
    kind: "rejected",
    reasons: ["Zero is missed.", "It throws."],
  });
});

test("reasons are bounded in number and length", () => {
  const reasons = Array.from({ length: 9 }, () => "x".repeat(5_000));
  const opinion = opinionIn(JSON.stringify({ verdict: "reject", reasons }));
  assert.ok(opinion.kind === "rejected");
  assert.equal(opinion.reasons.length, 5);
  assert.ok(opinion.reasons.every((reason) => reason.length <= 400));
});

for (const [what, text] of [
  ["nothing", ""],
  ["words", "I accept this change."],
  ["words before it", 'Sure! {"verdict": "accept"}'],
  ["words after it", '{"verdict": "accept"} but only if zero is handled'],
  ["two answers", '{"verdict": "accept"}\n{"verdict": "reject", "reasons": ["no"]}'],
  ["a rejection without a reason", '{"verdict": "reject", "reasons": []}'],
  ["a rejection without reasons", '{"verdict": "reject"}'],
  ["an acceptance with reasons against it", '{"verdict": "accept", "reasons": ["it is wrong"]}'],
  ["another verdict", '{"verdict": "approve"}'],
  ["more than was asked for", '{"verdict": "accept", "confidence": 0.3}'],
  ["a list", '[{"verdict": "accept"}]'],
] as const) {
  test(`${what} is no opinion`, () => assert.equal(opinionIn(text).kind, "none"));
}

test("whatever comes, only the exact form is an opinion", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const opinion = opinionIn(text);
      if (opinion.kind !== "none") assert.ok(JSON.parse(text).verdict);
    }),
  );
});
