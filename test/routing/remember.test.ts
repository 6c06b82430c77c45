import assert from "node:assert/strict";
import test from "node:test";
import { shipped } from "../../server/routing/measured.ts";
import { mostOutcomes, rememberKnowledge } from "../../server/routing/remember.ts";
import { nano } from "../../server/spend/money.ts";
import type { AttemptOutcome } from "../../server/spend/spend.ts";
import { frontier, local, open, outcomes, request } from "./candidates.ts";

const minute = (number: number) => new Date(Date.parse("2026-11-01T08:00:00.000Z") + number * 60_000).toISOString();

/** Newest first, a minute apart: every third one is a fix. */
function history(count: number): readonly AttemptOutcome[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = index % 3 === 0 ? "fix" : "ask";
    return outcomes(1, index % 2 === 0 ? local : open, "proved", { kind, endedAt: minute(index) })[0] as AttemptOutcome;
  }).toReversed();
}

/** As the ledger tells it: new objects each time. */
const told = (known: readonly AttemptOutcome[]) => known.map((outcome) => ({ ...outcome }));

test("only what is new is learnt, whoever else asked in between", () => {
  const knowledgeFor = rememberKnowledge(shipped);
  const all = history(90);
  const before = knowledgeFor(request(), told(all.slice(6)));
  assert.equal(before.learnt, 28);
  knowledgeFor(request({ kind: "ask" }), told(all));
  const after = knowledgeFor(request({ candidates: [{ ...local }, { ...open }, { ...frontier }] }), told(all));
  assert.equal(after, before);
  assert.equal(after.learnt, 30);
});

test("what is no longer told because newer outcomes took its place stays learnt", () => {
  const knowledgeFor = rememberKnowledge(shipped);
  const all = history(mostOutcomes + 30);
  const before = knowledgeFor(request(), told(all.slice(30)));
  const learnt = before.learnt;
  assert.equal(knowledgeFor(request(), told(all.slice(9, 9 + mostOutcomes))), before);
  assert.equal(knowledgeFor(request(), told(all.slice(0, mostOutcomes))), before);
  assert.equal(before.learnt, learnt + 10);
});

test("what the user had forgotten is learnt no more, though it was the oldest", () => {
  const knowledgeFor = rememberKnowledge(shipped);
  const few = history(90);
  const before = knowledgeFor(request(), told(few));
  const withoutOldest = knowledgeFor(request(), told(few.slice(0, 60)));
  assert.notEqual(withoutOldest, before);
  assert.equal(withoutOldest.learnt, 20);
  assert.equal(knowledgeFor(request(), []).learnt, 0);
});

test("what the user had forgotten is learnt no more, though older outcomes of other work fill its place", () => {
  const knowledgeFor = rememberKnowledge(shipped);
  const all = history(mostOutcomes + 30);
  const before = knowledgeFor(request(), told(all.slice(0, mostOutcomes)));
  const oldestFix = all.slice(0, mostOutcomes).findLastIndex(({ kind }) => kind === "fix");
  const rest = all.filter(({ kind }, index) => index !== oldestFix && !(index >= mostOutcomes && kind === "fix"));
  const after = knowledgeFor(request(), told(rest.slice(0, mostOutcomes)));
  assert.notEqual(after, before);
  assert.equal(after.learnt, before.learnt - 1);
});

test("a finding that came later, another price or another endpoint begin it anew", () => {
  const knowledgeFor = rememberKnowledge(shipped);
  const all = history(30);
  const before = knowledgeFor(request(), told(all));
  const found = told(all).map((outcome, index) => (index === 20 ? { ...outcome, later: "undone" as const } : outcome));
  const fixes = all.flatMap(({ kind }, index) => (kind === "fix" ? [index] : []));
  assert.ok(fixes.includes(20));
  const now = knowledgeFor(request(), found);
  assert.notEqual(now, before);
  const dearer = { ...open, typicalCost: nano(30_000_000n) };
  const priced = knowledgeFor(request({ candidates: [local, dearer, frontier] }), found);
  assert.notEqual(priced, now);
  const elsewhere = { ...dearer, alsoAs: ["other/glm-5"] };
  assert.notEqual(knowledgeFor(request({ candidates: [local, elsewhere, frontier] }), found), priced);
});
