import assert from "node:assert/strict";
import { test } from "node:test";
import { afterEvent, awaitsDecision, nothingYet } from "../../../extension/inline/edit-progress.ts";
import type { TaskEvent, TaskOutcome } from "../../../server/protocol/events.ts";

const start = (model: string): TaskEvent => ({
  type: "attempt-start",
  subtask: "s",
  attempt: model,
  number: 1,
  model,
  rung: "local",
});
const delta = (text: string): TaskEvent => ({ type: "edit-delta", attempt: "a", text });
const finish = (replacement: string): TaskEvent => ({ type: "edit-end", attempt: "a", replacement });
const end = (outcome: TaskOutcome): TaskEvent => ({
  type: "task-end",
  task: "t",
  outcome,
  answer: "",
  changed: [],
  receipt: {
    task: "t",
    prompt: "p",
    workspace: "",
    startedAt: "",
    outcome: outcome.kind,
    subtasks: [],
    total: "300",
    held: "5",
    frontierEstimate: undefined,
  },
});
const after = (...events: TaskEvent[]) => events.reduce(afterEvent, nothingYet);

test("pieces join to the streamed text", () => {
  assert.equal(after(start("m"), delta("one"), delta("\ntwo")).streamed, "one\ntwo");
});

test("how long the model took to be loaded is kept until another one tries", () => {
  const loaded: TaskEvent = { type: "model-loaded", attempt: "a", model: "m", milliseconds: 12_300 };
  assert.equal(after(start("m"), delta("one"), loaded, finish("one")).loadedIn, 12_300);
  assert.equal(after(start("m"), loaded, start("n")).loadedIn, undefined);
});

test("a retry, a roll-back and the next attempt make what streamed void", () => {
  const retry: TaskEvent = { type: "retry", attempt: "a", waitMs: 1, because: "busy" };
  const rollBack: TaskEvent = { type: "roll-back", attempt: "a", restored: [], kept: [] };
  for (const event of [retry, rollBack, start("other")]) {
    const progress = after(start("m"), delta("one"), finish("one\n"), event);
    assert.equal(progress.streamed, "");
    assert.equal(progress.replacement, undefined);
  }
});

test("an escalation says to which model and why until the next model writes", () => {
  const escalation: TaskEvent = { type: "escalation", subtask: "s", from: "m", to: "n", because: "it does not parse" };
  const progress = after(start("m"), finish("x"), escalation, start("n"));
  assert.deepEqual(progress.note, { kind: "stepping-up", to: "n", because: "it does not parse" });
  assert.equal(afterEvent(progress, delta("y")).note, undefined);
});

test("the receipt has the last word about the cost, what is still held included", () => {
  assert.equal(after(start("m"), end({ kind: "cancelled" })).cost, 305n);
});

test("only an edit that was not refuted awaits a decision", () => {
  const decides = (outcome: TaskOutcome) => awaitsDecision(after(start("m"), finish("x"), end(outcome)));
  assert.equal(decides({ kind: "proved", because: "" }), true);
  assert.equal(decides({ kind: "unproved", because: "" }), true);
  assert.equal(decides({ kind: "refuted", because: "" }), false);
  assert.equal(awaitsDecision(after(start("m"), end({ kind: "unproved", because: "" }))), false);
});
