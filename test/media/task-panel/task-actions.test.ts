import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyPage, type OpenTask, openTask, type PageState, receive } from "../../../media/task-panel/page-state.ts";
import { goesOn, outcomeOf, taskActions } from "../../../media/task-panel/task-actions.ts";
import type { TaskEvent } from "../../../server/protocol/events.ts";
import { receipt, stepUp } from "./events.ts";

function shown(state: PageState): OpenTask {
  assert.ok(state.open);
  return state.open;
}

function withEvents(events: readonly TaskEvent[], state: "running" | "ended" | "interrupted"): PageState {
  return receive(openTask(emptyPage, "task-1"), { type: "events", task: "task-1", from: 0, events, state });
}

const unproved: readonly TaskEvent[] = stepUp.map((event) =>
  event.type === "task-end" ? { ...event, outcome: { kind: "unproved", because: "Nothing could check it." } } : event,
);

test("a running task can be stopped and stepped up, and nothing goes on from it yet", () => {
  const open = shown(withEvents(stepUp.slice(0, 5), "running"));
  assert.deepEqual(taskActions(open), ["stop", "escalate"]);
  assert.equal(goesOn(open), false);
});

test("a proved task is reviewed, undone or stepped up; the next prompt goes on from it", () => {
  const open = shown(withEvents(stepUp, "ended"));
  assert.deepEqual(taskActions(open), ["review", "undo", "step-up", "copy"]);
  assert.equal(goesOn(open), true);
});

test("an unproved task waits for keep or undo, and either one is its verdict", () => {
  const ended = withEvents(unproved, "ended");
  assert.deepEqual(taskActions(shown(ended)).slice(0, 3), ["review", "keep", "undo"]);
  const kept = shown(receive(ended, { type: "kept", task: "task-1" }));
  assert.equal(outcomeOf(kept), "kept");
  assert.ok(!taskActions(kept).includes("keep"));
  const undo = { kind: "undone", restored: ["a.ts"], conflicts: [] } as const;
  const undone = shown(receive(ended, { type: "undone", task: "task-1", undo }));
  assert.deepEqual(taskActions(undone), ["step-up", "copy"]);
  assert.equal(goesOn(undone), false);
});

test("what an interrupted task changed can be reviewed and undone", () => {
  assert.deepEqual(taskActions(shown(withEvents(stepUp.slice(0, 9), "interrupted"))), ["review", "undo", "retry"]);
});

test("a task of another day has its actions by the outcome in its receipt", () => {
  const past = { receipt: { ...receipt, outcome: "over-budget" }, message: undefined };
  const open = shown(receive(openTask(emptyPage, "task-1"), { type: "past-task", task: "task-1", past }));
  assert.deepEqual(taskActions(open), ["retry"]);
});

test("what is told of another task than the open one changes nothing", () => {
  const state = withEvents(stepUp.slice(0, 5), "running");
  assert.equal(receive(state, { type: "kept", task: "task-2" }), state);
  assert.equal(receive(state, { type: "events", task: "task-2", from: 0, events: stepUp, state: "ended" }), state);
});
