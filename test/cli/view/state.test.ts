import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyView, fold, heldNow, type ViewState } from "../../../server/cli/view/state.ts";
import type { TaskEvent } from "../../../server/protocol/events.ts";
import { taskEnd, twoAttempts } from "../scripted-events.ts";

/** Events one second apart. */
function foldAll(events: readonly TaskEvent[]): ViewState {
  return events.reduce((state, event, index) => fold(state, event, index * 1000), emptyView);
}

function until(type: TaskEvent["type"], nth = 1): ViewState {
  const events = twoAttempts();
  let seen = 0;
  const end = events.findIndex((event) => event.type === type && ++seen === nth);
  return foldAll(events.slice(0, end + 1));
}

test("a running call's hold counts until the call is settled", () => {
  const running = until("call-start", 2);
  assert.equal(heldNow(running), 9_000_000n);
  assert.equal(running.posted, 0n);
  const settled = until("call-end", 2);
  assert.equal(heldNow(settled), 0n);
  assert.equal(settled.posted, 4_200_001n);
});

test("a call of unknown cost stays held and is not spent", () => {
  const call = { attempt: "attempt-2", call: "call-1", inputTokens: 0, outputTokens: 0, error: "cut" } as const;
  const end = fold(until("call-start", 2), { type: "call-end", ...call, state: "unknown", cost: "9000000" }, 0);
  assert.equal(heldNow(end), 9_000_000n);
  assert.equal(end.posted, 0n);
});

test("a void call leaves neither hold nor spend", () => {
  const call = { attempt: "attempt-2", call: "call-1", inputTokens: 0, outputTokens: 0, error: "refused" } as const;
  const end = fold(until("call-start", 2), { type: "call-end", ...call, state: "void", cost: "0" }, 0);
  assert.equal(heldNow(end), 0n);
  assert.equal(end.posted, 0n);
});

test("an attempt shows what it does now and what it did last", () => {
  const attemptOf = (state: ViewState) => state.subtasks[0]?.attempts.at(-1);
  assert.deepEqual(attemptOf(until("model-loading"))?.activity, { kind: "loading" });
  assert.equal(attemptOf(until("text-delta"))?.tail, "I will read the file.\nThen edit it.");
  const tool = attemptOf(until("tool-start"))?.activity;
  assert.deepEqual(tool, { kind: "tool", toolCall: "tool-1", name: "read_file", subject: "src/dates.ts" });
  assert.deepEqual(attemptOf(until("tool-end"))?.recent, [{ outcome: "ok", text: "read_file src/dates.ts" }]);
  assert.deepEqual(attemptOf(until("check-start", 2))?.activity, { kind: "checking", check: "npm test" });
  assert.equal(attemptOf(until("check-end", 2))?.recent.at(-1)?.outcome, "bad");
});

test("streamed text is kept only as far as its end is shown", () => {
  let state = until("text-delta");
  for (let piece = 0; piece < 100; piece++) {
    state = fold(state, { type: "text-delta", attempt: "attempt-1", text: "x".repeat(1000) }, 0);
  }
  assert.ok((state.subtasks[0]?.attempts[0]?.tail.length ?? 0) <= 2000);
});

test("children are indented below their parent", () => {
  const child = { type: "subtask-start", kind: "explore", title: "find", because: "", models: [] } as const;
  const parent = foldAll([{ ...child, subtask: "s1", parent: undefined }]);
  const nested = fold(parent, { ...child, subtask: "s2", parent: "s1" }, 0);
  assert.deepEqual(
    nested.subtasks.map((it) => it.depth),
    [0, 1],
  );
});

test("the end of the task ends attempts that were cut short", () => {
  const state = fold(until("tool-start"), taskEnd({ kind: "cancelled" }), 20_000);
  assert.equal(state.subtasks[0]?.attempts[0]?.end?.end, "cancelled");
});

test("folding changes no earlier state", () => {
  const before = until("call-start", 2);
  const copy = structuredClone(before);
  for (const event of twoAttempts()) fold(before, event, 0);
  assert.deepEqual(before, copy);
});
