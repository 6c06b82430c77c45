import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { mostOfGoodAttempts } from "../../server/agent/good-attempts.ts";
import { type Reply, type Sign, type Step, signsSentence, watchProgress } from "../../server/agent/progress.ts";
import { nano } from "../../server/spend/money.ts";

const read = (what: string, seen: Step["seen"] = "new"): Step => ({
  what: `read_file ${what}`,
  seen,
  result: `the text of ${what}`,
  failed: false,
  changed: false,
});
const edit = (what: string): Step => ({ ...read(what), what: `edit_file ${what}`, changed: true });
const fails = (what: string, error: string): Step => ({ ...read(what), result: error, failed: true });
const check = (problems: number, said = `${problems} failing`): Step => ({
  ...read("check"),
  what: "check npm test",
  result: said,
  problems: new Map([["npm test", problems]]),
});
const longError = "AssertionError: expected 1900 to be no leap year, but it was one";

/** The kinds of the signs after the last of these replies; `[]` when it may go on. */
function after(replies: readonly (readonly [change: string, ...steps: Step[]])[]): readonly Sign["kind"][] {
  const progress = watchProgress(undefined);
  const signs = replies.map(
    ([change, ...steps]): readonly Sign[] => progress.after({ change, steps, spent: 0n }) ?? [],
  );
  return signs.at(-1)?.map(({ kind }) => kind) ?? [];
}

test("a repeated call and the same error after a change stop it", () => {
  const replies = [
    ["", check(1, longError)],
    ["a", edit("x")],
    ["a", check(1, longError)],
    ["a", read("x", "again")],
  ] as const;
  assert.deepEqual(after(replies), ["same-error", "repeated-call"]);
});

test("one sign alone never stops it, however often it shows", () => {
  const reading = Array.from({ length: 9 }, () => ["", read("x", "again")] as const);
  assert.deepEqual(after(reading), []);
});

test("before the fourth reply nothing is judged", () => {
  const replies = [
    ["a", edit("x"), check(1, longError)],
    ["b", edit("x"), check(2, longError)],
    ["b", read("x", "again")],
  ] as const;
  assert.deepEqual(after(replies), []);
  assert.notDeepEqual(after([...replies, ["b", read("y")]]), []);
});

test("a change that stops growing counts after four replies, and without any edit after twelve", () => {
  const still = (change: string, replies: number) =>
    Array.from({ length: replies }, (_, n) => [change, read(`f${n}`, n === replies - 1 ? "again" : "new")] as const);
  assert.deepEqual(after([["a", edit("x")], ...still("a", 3)]), []);
  assert.deepEqual(after([["a", edit("x")], ...still("a", 4)]), ["repeated-call", "change-stopped"]);
  assert.deepEqual(after(still("", 11)), []);
  assert.deepEqual(after(still("", 12)), ["repeated-call", "change-stopped"]);
});

test("going back to an earlier state of the files is no growth", () => {
  const swinging = ["a", "b", "a", "b", "a"].map((change) => [change, edit("x")] as const);
  assert.deepEqual(after([...swinging, ["b", edit("x"), read("y", "again")]]), ["repeated-call", "change-stopped"]);
});

test("a check that finds more than before and the same error stop it", () => {
  const replies = [
    ["", check(1)],
    ["a", edit("x")],
    ["a", check(3, longError)],
    ["b", edit("x"), check(3, longError)],
  ] as const;
  assert.deepEqual(after(replies), ["more-problems", "same-error"]);
});

test("fewer problems than ever wipe all signs away", () => {
  const replies = [
    ["", check(3, longError)],
    ["a", edit("x"), check(4, longError)],
    ["b", edit("x"), read("x", "again")],
    ["c", edit("x"), check(2)],
    ["c", read("y")],
  ] as const;
  assert.deepEqual(after(replies), []);
});

test("an attempt whose checks have just turned green is never stopped, until it changes something again", () => {
  const replies = [
    ["", check(1, longError)],
    ["a", edit("x"), check(2, longError)],
    ["b", edit("x"), check(0)],
    ["b", read("x", "again")],
    ["b", read("x", "again"), fails("y", longError)],
  ] as const;
  assert.deepEqual(after(replies), []);
  assert.deepEqual(after([...replies, ["c", edit("x")]]), ["repeated-call", "same-error"]);
  assert.deepEqual(after([...replies, ["c", check(0), edit("x")]]), ["repeated-call", "same-error"]);
});

test("an exit code without a word may have any cause, so it is no error that comes again", () => {
  const empty = "(no output)\nexit code 1";
  const replies = ["a", "b", "c", "d", "e"].map(
    (what) => [what, fails(`grep ${what}`, empty), read("x", "again")] as const,
  );
  assert.deepEqual(after(replies), []);
});

test("signs that lie more than three replies apart do not belong together", () => {
  const quiet = (from: number) => Array.from({ length: 4 }, (_, n) => [`q${from + n}`, edit("x")] as const);
  const replies = [["p", edit("x"), read("x", "again")], ...quiet(0)] as const;
  assert.deepEqual(after([...replies, ["r", edit("y"), fails("y", longError)], ["s", fails("z", longError)]]), []);
});

test("spending more than good attempts of the model do is one sign, and with another it stops it", () => {
  const progress = watchProgress(nano(50n));
  const reply = (spent: bigint, seen: Step["seen"]) => progress.after({ change: "", steps: [read("x", seen)], spent });
  assert.deepEqual(
    [reply(10n, "new"), reply(20n, "new"), reply(50n, "again"), reply(51n, "new")].map((signs) => signs?.length),
    [undefined, undefined, undefined, 2],
  );
});

test("what good attempts cost is told from five of them on, and not where they were free", () => {
  const costs = (...each: readonly number[]) => each.map((cost) => nano(BigInt(cost)));
  assert.equal(mostOfGoodAttempts(costs(5, 1, 4, 2)), undefined);
  assert.equal(mostOfGoodAttempts(costs(5, 1, 4, 2, 3)), 5n);
  assert.equal(mostOfGoodAttempts(costs(...Array.from({ length: 20 }, (_, n) => 20 - n))), 18n);
  assert.equal(mostOfGoodAttempts(costs(0, 0, 0, 0, 0, 0)), undefined);
});

test("whatever happens, it is stopped for two different signs from the fourth reply on, and never on green", () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("read"), n: fc.nat(2), seen: fc.constantFrom("new", "again") }),
    fc.record({ kind: fc.constant("check"), n: fc.nat(3), seen: fc.constant("new") }),
    fc.record({ kind: fc.constant("fails"), n: fc.nat(1), seen: fc.constant("new") }),
  );
  const made = (one: { kind: string; n: number; seen: string }): Step =>
    one.kind === "read"
      ? read(`f${one.n}`, one.seen as Step["seen"])
      : one.kind === "check"
        ? check(one.n)
        : fails("x", longError);
  const reply = fc.record({ change: fc.constantFrom("", "a", "b", "c"), steps: fc.array(step, { maxLength: 3 }) });
  fc.assert(
    fc.property(fc.array(reply, { maxLength: 20 }), (replies) => {
      const progress = watchProgress(undefined);
      replies.forEach(({ change, steps }, index) => {
        const done: Reply = { change, steps: steps.map(made), spent: 0n };
        const signs = progress.after(done);
        if (signs === undefined) return;
        assert.ok(index >= 3);
        assert.ok(new Set(signs.map(({ kind }) => kind)).size >= 2);
        assert.notEqual(done.steps.findLast(({ problems }) => problems)?.problems?.get("npm test"), 0);
      });
    }),
  );
});

test("the reason names every sign in words", () => {
  const signs: readonly Sign[] = [
    { kind: "repeated-call", what: "read_file a.ts" },
    { kind: "same-error", what: "check npm test" },
    { kind: "change-stopped", replies: 5 },
    { kind: "more-problems", check: "npm test", before: 1, now: 3 },
    { kind: "dear", usual: nano(20_000_000n) },
  ];
  assert.equal(
    signsSentence(signs),
    "It got nowhere: it repeated `read_file a.ts` to no effect, `check npm test` ran into the same error again, its change did not grow for 5 replies, `npm test` found 3 problems after 1 and it cost more than the $0.02 that good attempts of this model cost.",
  );
});
