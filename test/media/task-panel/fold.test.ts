import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { foldAt } from "../../../media/task-panel/fold.ts";
import { emptyTask, heldNow, type TaskView } from "../../../media/task-panel/task-view.ts";
import type { TaskEvent } from "../../../server/protocol/events.ts";
import { answered, command, evidence, stepUp } from "./events.ts";

const folded = (events: readonly TaskEvent[], from: TaskView = emptyTask("task-1", "")): TaskView =>
  events.reduce((view, event, index) => foldAt(view, index, event), from);

test("shows a refuted attempt, why it stepped up, and the attempt that proved it", () => {
  const view = folded(stepUp);
  const [root] = view.subtasks;
  assert.deepEqual(
    root?.attempts.map(({ number, model, rung, steppedUp, cost, end }) => ({
      number,
      model,
      rung,
      steppedUp,
      cost,
      verdict: end?.verdict?.kind,
    })),
    [
      { number: 1, model: "laptop/small", rung: "local", steppedUp: undefined, cost: 0n, verdict: "refuted" },
      { number: 2, model: "host/open", rung: "open", steppedUp: "2 tests fail.", cost: 1_500_000n, verdict: "proved" },
    ],
  );
  assert.equal(view.posted, 1_500_000n);
  assert.equal(heldNow(view), 0n);
  assert.equal(view.end?.outcome.kind, "proved");
});

test("a replay that overlaps what was shown changes nothing, wherever it starts", () => {
  const whole = folded(stepUp);
  fc.assert(
    fc.property(fc.nat(stepUp.length), fc.nat(stepUp.length), (shown, from) => {
      fc.pre(from <= shown);
      const first = folded(stepUp.slice(0, shown));
      const replayed = stepUp.slice(from).reduce((view, event, index) => foldAt(view, from + index, event), first);
      assert.deepEqual(replayed, whole);
    }),
  );
});

test("an event that comes too early is left out, and `next` tells from where to ask again", () => {
  const view = folded(stepUp.slice(0, 3));
  const gap = stepUp[5];
  assert.ok(gap);
  assert.equal(foldAt(view, 5, gap), view);
  assert.equal(view.next, 3);
});

test("deltas grow one part, and a step of another sort ends it", () => {
  const view = folded([
    ...stepUp.slice(0, 4),
    { type: "text-delta", attempt: "a1", text: "I will " },
    { type: "text-delta", attempt: "a1", text: "look." },
    { type: "tool-start", attempt: "a1", toolCall: "t1", name: "read_file", subject: "a.ts" },
    { type: "text-delta", attempt: "a1", text: "Then." },
  ]);
  assert.deepEqual(
    view.subtasks[0]?.attempts[0]?.parts.map((part) => [
      part.kind,
      "text" in part ? part.text : "",
      "open" in part && part.open,
    ]),
    [
      ["text", "I will look.", false],
      ["tool", "", false],
      ["text", "Then.", true],
    ],
  );
});

test("how long a model took to be loaded stands where its call ended", () => {
  const view = folded([
    ...stepUp.slice(0, 4),
    { type: "model-loading", attempt: "a1", model: "laptop/small" },
    { type: "text-delta", attempt: "a1", text: "I will look." },
    { type: "model-loaded", attempt: "a1", model: "laptop/small", milliseconds: 12_300 },
  ]);
  const parts = view.subtasks[0]?.attempts[0]?.parts.map((part) => [part.kind, "open" in part && part.open]);
  assert.deepEqual(parts, [
    ["text", false],
    ["loaded", false],
  ]);
});

test("what a call wrote before it is tried again is void", () => {
  const view = folded([
    ...stepUp.slice(0, 4),
    { type: "text-delta", attempt: "a1", text: "Half a sen" },
    { type: "retry", attempt: "a1", waitMs: 500, because: "The stream broke." },
    { type: "text-delta", attempt: "a1", text: "Half a sentence." },
  ]);
  assert.deepEqual(
    view.subtasks[0]?.attempts[0]?.parts.map((part) => part.kind),
    ["retry", "text"],
  );
});

test("an approval waits until it is answered, and both stay readable", () => {
  const asked = folded([...stepUp.slice(0, 4), { type: "approval-request", approval: command }]);
  assert.deepEqual(asked.approvals, [command]);
  const denied = foldAt(asked, asked.next, { type: "approval-answer", approval: command.approval, allowed: false });
  assert.deepEqual(denied.approvals, []);
  const part = denied.subtasks[0]?.attempts[0]?.parts[0];
  assert.ok(part?.kind === "approval" && part.allowed === false);
});

test("a question is over once the tool that asked it ended", () => {
  const asked = folded([
    ...stepUp.slice(0, 4),
    { type: "tool-start", attempt: "a1", toolCall: "t1", name: "ask_user", subject: "Which?" },
    { type: "question", question: "q1", text: "Which?" },
  ]);
  assert.deepEqual(asked.questions, [{ question: "q1", text: "Which?" }]);
  const told = foldAt(asked, asked.next, {
    ...{ type: "tool-end", attempt: "a1", toolCall: "t1", outcome: "ok", summary: "answered", diff: undefined },
  });
  assert.deepEqual(told.questions, []);
});

test("a call whose cost never came stays held", () => {
  const view = folded([
    ...stepUp.slice(0, 4),
    { type: "call-start", attempt: "a1", call: "c9", step: 1, model: "host/open", held: "900" },
    {
      ...{ type: "call-end", attempt: "a1", call: "c9", state: "unknown", cost: "900" },
      inputTokens: 0,
      outputTokens: 0,
      error: "The line broke.",
    },
  ]);
  assert.equal(heldNow(view), 900n);
  assert.equal(view.posted, 0n);
});

test("a check shows its evidence where it ran, also before the first attempt", () => {
  const view = folded([
    ...stepUp.slice(0, 1),
    { type: "check-start", attempt: undefined, check: "npm test" },
    { type: "check-end", attempt: undefined, evidence },
  ]);
  assert.deepEqual(view.before, [{ kind: "check", key: "part-1", check: "npm test", evidence }]);
});

test("the whole replacement of an inline edit stands for the pieces it came in", () => {
  const view = folded([
    ...stepUp.slice(0, 4),
    { type: "edit-delta", attempt: "a1", text: "const a" },
    { type: "edit-delta", attempt: "a1", text: " = 1;" },
    { type: "edit-end", attempt: "a1", replacement: "const a = 1;\n" },
  ]);
  const parts = view.subtasks[0]?.attempts[0]?.parts ?? [];
  assert.deepEqual(
    parts.map((part) => ("text" in part ? part.text : "")),
    ["const a = 1;\n"],
  );
});

test("the end of a task closes an attempt that was cut short and withdraws what was asked", () => {
  const view = folded([...stepUp.slice(0, 4), { type: "approval-request", approval: command }, answered]);
  assert.equal(view.subtasks[0]?.attempts[0]?.end?.verdict, undefined);
  assert.notEqual(view.subtasks[0]?.attempts[0]?.end, undefined);
  assert.deepEqual(view.approvals, []);
});

test("what an event does not touch keeps its identity", () => {
  const before = folded(stepUp.slice(0, -3));
  const after = folded(stepUp, before);
  assert.equal(after.subtasks[0]?.attempts[0], before.subtasks[0]?.attempts[0]);
});
