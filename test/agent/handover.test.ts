import assert from "node:assert/strict";
import test from "node:test";
import { endSentence, handoverBrief } from "../../server/agent/handover.ts";
import { headAndTail } from "../../server/verification/head-and-tail.ts";

const verdict = {
  kind: "refuted",
  because: "1 of 2 date tests still fails.",
  evidence: [
    { check: "files parse", outcome: "passed", summary: "1 file parses", detail: "", milliseconds: 3 },
    {
      check: "npm test",
      outcome: "failed",
      summary: "1 test fails",
      detail: "leap year 1900: expected false",
      milliseconds: 400,
    },
  ],
} as const;

test("the next model reads the task, why it failed, the rejected change and what was found", () => {
  const brief = handoverBrief("fix the failing date tests", {
    attempts: 1,
    end: { kind: "claims-done", summary: "done" },
    verdict,
    diff: "--- a/src/dates.js\n+++ b/src/dates.js\n-old\n+new",
    facts: ["read src/dates.js:1-40", "read src/dates.js:1-40", "check npm test: 1 of 1 failed"],
  });
  assert.match(brief, /^fix the failing date tests\n/);
  assert.match(brief, /Earlier attempts: 1 /);
  assert.match(brief, /1 of 2 date tests still fails\./);
  assert.match(brief, /leap year 1900: expected false/);
  assert.match(brief, /\+new/);
  assert.equal(brief.match(/read src\/dates\.js:1-40/g)?.length, 1);
  assert.doesNotMatch(brief, /files parse/);
});

test("a brief stays within about 4,000 tokens however much there is to tell", () => {
  const brief = handoverBrief("fix it", {
    attempts: 2,
    end: { kind: "out-of-steps" },
    verdict: { ...verdict, evidence: [{ ...verdict.evidence[1], detail: "x".repeat(500_000) }] },
    diff: "y".repeat(500_000),
    facts: Array.from({ length: 5_000 }, (_, line) => `read file ${line}`),
  });
  assert.ok(brief.length < 16_000);
});

test("trimmed text keeps its head and its tail and says how much is gone", () => {
  const short = headAndTail(`start ${"x".repeat(1_000)} end`, 200);
  assert.match(short, /^start/);
  assert.match(short, /end$/);
  assert.match(short, /characters left out/);
  assert.ok(short.length <= 200);
});

test("every way in which an attempt ends has its sentence, a claim has none", () => {
  assert.equal(endSentence({ kind: "claims-done", summary: "done" }), "");
  assert.match(endSentence({ kind: "repeating", what: "read_file" }), /repeated itself/);
  assert.match(endSentence({ kind: "gave-up", summary: "no idea" }), /no idea/);
});
