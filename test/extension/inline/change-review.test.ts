import assert from "node:assert/strict";
import { test } from "node:test";
import { ChangeReview } from "../../../extension/inline/change-review.ts";
import { finalRows } from "../../../extension/inline/live-diff.ts";

const old = "a\nb\nc\nd\ne\n";
const fresh = "A\nb\nc\nD\ne\nf\n";
const begun = () => new ChangeReview(finalRows(old, fresh));

/** What the document holds when everything that is still open is accepted, or rejected. */
const textWith = ({ rows }: ChangeReview, kind: "added" | "removed") =>
  rows
    .filter((row) => row.kind === "same" || row.kind === kind)
    .map(({ piece }) => piece)
    .join("");

test("each change keeps its number while others are decided", () => {
  assert.deepEqual(
    begun().changes.map(({ id }) => id),
    [0, 1, 2],
  );
  const left = begun().decide(1, "accept");
  assert.deepEqual(
    left?.changes.map(({ id }) => id),
    [0, 2],
  );
});

test("an accepted change stays whatever becomes of the others, and a rejected one is as before", () => {
  const left = begun().decide(0, "accept")?.decide(1, "reject");
  assert.ok(left);
  assert.equal(textWith(left, "added"), "A\nb\nc\nd\ne\nf\n");
  assert.equal(textWith(left, "removed"), "A\nb\nc\nd\ne\n");
  assert.deepEqual(left.decided, { accepted: true, rejected: true });
});

test("nothing is decided yet at first, and a number that is not there decides nothing", () => {
  assert.deepEqual(begun().decided, { accepted: false, rejected: false });
  assert.equal(begun().decide(7, "accept"), undefined);
  assert.equal(begun().decide(1, "accept")?.decide(1, "reject"), undefined);
});

test("when all are decided nothing is open", () => {
  const all = begun().decide(2, "reject")?.decide(0, "reject")?.decide(1, "reject");
  assert.deepEqual(all?.changes, []);
  assert.equal(all && textWith(all, "added"), old);
  assert.deepEqual(all?.decided, { accepted: false, rejected: true });
});
