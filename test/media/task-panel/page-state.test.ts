import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyPage, openTask, receive } from "../../../media/task-panel/page-state.ts";
import { receipt, stepUp } from "./events.ts";

test("an interrupted task shows nothing as running or waiting, and takes its receipt from the ledger", () => {
  const task = "task-1";
  const running = stepUp.slice(0, 6);
  const opened = openTask(emptyPage, task);
  const told = receive(opened, { type: "events", task, from: 0, events: running, state: "running" });
  const before = told.open?.view.subtasks.flatMap((it) => it.attempts) ?? [];
  assert.ok(before.some((it) => it.end === undefined));

  const cut = receive(told, { type: "events", task, from: running.length, events: [], state: "interrupted" });
  const after = cut.open?.view.subtasks.flatMap((it) => it.attempts) ?? [];
  assert.ok(after.length > 0 && after.every((it) => it.end !== undefined));

  const shown = receive(cut, { type: "past-task", task, past: { receipt, message: undefined } });
  assert.equal(shown.open?.state, "interrupted");
  assert.equal(shown.open?.past?.receipt, receipt);
});
