import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import type { Fact } from "../../server/agent/facts.ts";
import { endSentence, type Handover, handedOver, handoverBrief, type Refutation } from "../../server/agent/handover.ts";
import { estimateTokens } from "../../server/models/estimate.ts";

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

const read: Fact = { kind: "read", path: "src/dates.js", first: 1, last: 40, names: ["isLeap", "daysIn"] };
const refutation: Refutation = {
  end: { kind: "claims-done", summary: "done" },
  verdict,
  diff: "--- a/src/dates.js\n+++ b/src/dates.js\n-old\n+new",
  facts: [
    read,
    read,
    { ...read, first: 80, last: 90, names: [] },
    { kind: "checked", command: "npm test", result: "exit code 1" },
    { kind: "ran", command: "ls src", result: "exit code 0" },
    { kind: "found", pattern: "isLeap", places: ["src/dates.js:3", "src/index.js:9"] },
    { kind: "missing", what: "A search for leapDay found nothing." },
  ],
};
const handover = handedOver("host/open", refutation, undefined, ["npm test"]);

test("the next model reads the task, why it failed, the rejected change, what was found and what is ruled out", () => {
  assert.equal(
    handoverBrief("fix the failing date tests", handover),
    `fix the failing date tests

Earlier attempts: 1 by other models did not pass. Their changes were taken back, so the files are as they were at the start.

Why the last one was refuted: 1 of 2 date tests still fails.

What the checks said:
npm test: 1 test fails
leap year 1900: expected false

The rejected change:
--- a/src/dates.js
+++ b/src/dates.js
-old
+new

What was found on the way:
- to judge the result, run \`npm test\` with the tool \`check\`
- read src/dates.js:1-40, 80-90 (defines isLeap, daysIn)
- check npm test: exit code 1
- ran ls src: exit code 0
- searched isLeap: src/dates.js:3, src/index.js:9

Ruled out:
- A search for leapDay found nothing.

Do not try the same thing again. Work out what it missed.
`,
  );
});

test("a later model reads what each attempt before it tried, and the facts of all", () => {
  const second: Refutation = {
    end: { kind: "out-of-steps" },
    verdict: { kind: "refuted", because: "It used up its steps.", evidence: [] },
    diff: "",
    facts: [{ ...read, path: "src/zones.js", names: [] }],
    hint: "look at the time zone",
  };
  const brief = handoverBrief("fix it", handedOver("far/big", second, handover, ["npm test"]));
  assert.match(brief, /Earlier attempts: 2 /);
  assert.match(brief, /Why the last one was refuted: It used up its steps\.\n/);
  assert.match(brief, /- What host\/open tried: 1 of 2 date tests still fails\. It had changed src\/dates\.js\.\n/);
  assert.match(brief, /read src\/dates\.js:1-40/);
  assert.match(brief, /read src\/zones\.js:1-40/);
  assert.match(brief, /The user says: look at the time zone\n/);
});

const most = (task: string) => Math.max(4_000, estimateTokens(task) + 2_000);

test("a brief has at most 4,000 tokens however much there is to tell, and fills what it has", () => {
  const flood = "x".repeat(500_000);
  const brief = handoverBrief("fix it", {
    ...handover,
    end: { kind: "gave-up", summary: flood },
    verdict: { kind: "refuted", because: flood, evidence: [{ ...verdict.evidence[1], detail: flood }] },
    diff: flood,
    facts: Array.from({ length: 5_000 }, (_, line) => ({
      kind: "ran",
      command: `command ${line}`,
      result: "exit code 0",
    })),
  });
  assert.ok(estimateTokens(brief) <= 4_000);
  assert.ok(estimateTokens(brief) > 3_500, String(estimateTokens(brief)));
  assert.match(brief, /^fix it\n/);
  for (const title of [/^What the checks said:$/m, /^The rejected change:$/m, /^What was found on the way:$/m])
    assert.match(brief, title);
  assert.match(brief, /Work out what it missed\.\n$/);
});

test("what one part does not need is for the others", () => {
  const brief = handoverBrief("fix it", { ...handover, diff: "y".repeat(100_000) });
  assert.ok(estimateTokens(brief) > 3_500);
  assert.match(brief, /leap year 1900: expected false\n/);
  assert.match(brief, /A search for leapDay found nothing\./);
});

test("whatever there is to tell, in whatever script, a brief keeps its bound and the whole request", () => {
  const text = fc.oneof(
    fc.string({ maxLength: 300 }),
    fc.string({ unit: "grapheme", maxLength: 300 }),
    fc
      .tuple(fc.constantFrom("a", "é", "漢字", "👩‍👩‍👧", "0", " \n", "+++ b/x\n"), fc.integer({ min: 0, max: 60_000 }))
      .map(([unit, times]) => unit.repeat(times)),
  );
  const fact: fc.Arbitrary<Fact> = fc.oneof(
    text.map((what): Fact => ({ kind: "missing", what })),
    text.map((said): Fact => ({ kind: "reported", text: said })),
    fc.tuple(text, text).map(([command, result]): Fact => ({ kind: "ran", command, result })),
    text.map((path): Fact => ({ ...read, path }) as Fact),
  );
  const told: fc.Arbitrary<Handover> = fc
    .record({
      because: text,
      detail: text,
      diff: text,
      summary: text,
      hint: text,
      facts: fc.array(fact, { maxLength: 20 }),
    })
    .map(({ because, detail, diff, summary, hint, facts }) => ({
      ...handover,
      ...{ diff, facts, hint, end: { kind: "gave-up", summary } },
      verdict: { kind: "refuted", because, evidence: [{ ...verdict.evidence[1], detail }] },
      earlier: [because, summary],
    }));
  fc.assert(
    fc.property(fc.oneof(text, fc.constant("fix it")), told, (task, one) => {
      const brief = handoverBrief(task, one);
      assert.ok(brief.includes(task.trim()), "the request stands in full");
      assert.ok(estimateTokens(brief) <= most(task), `${estimateTokens(brief)} tokens`);
      assert.ok(brief.isWellFormed() || !task.isWellFormed());
    }),
    { numRuns: 150 },
  );
});

test("every way in which an attempt ends has its sentence, a claim has none", () => {
  assert.equal(endSentence({ kind: "claims-done", summary: "done" }), "");
  assert.match(endSentence({ kind: "repeating", what: "read_file" }), /repeated itself/);
  assert.match(endSentence({ kind: "gave-up", summary: "no idea" }), /no idea/);
});
