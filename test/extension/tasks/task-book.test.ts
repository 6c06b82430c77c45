import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { canEscalate } from "../../../extension/tasks/can-escalate.ts";
import { TaskBook } from "../../../extension/tasks/task-book.ts";
import type { TaskEventInOrder } from "../../../extension/tasks/tasks.ts";
import type { TaskEventParams } from "../../../server/protocol/requests.ts";
import type { Script } from "../../cli/scripted-body.ts";
import { taskEnd } from "../../cli/scripted-events.ts";
import { type Client, startClient } from "../../lsp/client.ts";

interface Window {
  readonly book: TaskBook;
  readonly client: Client;
  readonly events: TaskEventInOrder[];
  readonly changes: string[];
  start(prompt: string): Promise<string>;
  /** Resolves when the task is in the middle of its first attempt. */
  middle(task: string): Promise<void>;
}

/** A window's tasks against a real server process with a scripted agent. */
async function openWindow(t: TestContext, script: Script): Promise<Window> {
  const client = await startClient(t, script, { transport: "ipc" });
  const events: TaskEventInOrder[] = [];
  const changes: string[] = [];
  const book = new TaskBook({
    follow: (params) => client.request("stepladder/task/follow", params),
    event: (event) => events.push(event),
    changed: ({ state }) => changes.push(state),
  });
  client.connection.onNotification("stepladder/task/event", (params: TaskEventParams) => book.told(params));
  const start = async (prompt: string) => {
    const { task } = await client.request("stepladder/task/start", { prompt });
    await book.adopt(task, prompt, client.folder);
    return task;
  };
  const middle = async (task: string) => {
    while (!book.find(task)?.events.some(({ type }) => type === "tool-start")) await sleep(5);
  };
  return { book, client, events, changes, start, middle };
}

test("a task's events are told in order from the first to the last, and then it has ended", async (t) => {
  const { book, events, changes, start } = await openWindow(t, { pace: 2 });
  const task = await start("fix it");
  assert.equal(book.current?.task, task);
  const end = await book.ended(task);
  assert.equal(end?.outcome.kind, "proved");
  assert.deepEqual(
    events.map(({ index }) => index),
    [...events.keys()],
  );
  assert.equal(events[0]?.event.type, "task-start");
  assert.deepEqual(
    book.find(task)?.events,
    events.map(({ event }) => event),
  );
  assert.deepEqual(changes, ["running", "ended"]);
});

test("a task that ended before it was followed is told in full", async (t) => {
  const { book, client, events } = await openWindow(t, {});
  const { task } = await client.request("stepladder/task/start", { prompt: "fix it" });
  while (!(await client.request("stepladder/task/follow", { task })).ended);
  await book.adopt(task, "fix it", client.folder);
  assert.equal((await book.ended(task))?.outcome.kind, "proved");
  assert.equal(events.at(-1)?.event.type, "task-end");
});

test("when the server is gone, what ran is interrupted and what had ended stays ended", async (t) => {
  const { book, client, changes, start } = await openWindow(t, { hang: "for-ever" });
  const task = await start("fix it");
  const ended = book.ended(task);
  client.child.kill("SIGKILL");
  await client.exited;
  assert.deepEqual(
    book.interrupt().map((each) => each.task),
    [task],
  );
  assert.equal(await ended, undefined);
  assert.equal(book.find(task)?.state, "interrupted");
  assert.deepEqual(book.interrupt(), []);
  assert.deepEqual(changes, ["running", "interrupted"]);
});

test("the running task is the current one, also when a newer one has ended", async () => {
  const book = new TaskBook({
    follow: async () => ({ events: [], next: 0, ended: false }),
    event: () => {},
    changed: () => {},
  });
  await book.adopt("1", "older", undefined);
  await book.adopt("2", "newer", undefined);
  assert.equal(book.current?.prompt, "newer");
  book.told({ task: "2", index: 0, event: taskEnd({ kind: "cancelled" }) });
  assert.equal(book.current?.prompt, "older");
  book.told({ task: "1", index: 0, event: taskEnd({ kind: "answered" }) });
  assert.equal(book.current?.prompt, "newer");
  assert.deepEqual(
    book.all.map(({ prompt, state }) => [prompt, state]),
    [
      ["newer", "ended"],
      ["older", "ended"],
    ],
  );
});

test("a stronger model can take over while an attempt runs, and not after a stop", async (t) => {
  const { book, client, start, middle } = await openWindow(t, { hang: "until-cancelled" });
  const task = await start("fix it");
  await middle(task);
  const running = book.find(task);
  assert.equal(running && canEscalate(running), true);
  await client.request("stepladder/task/cancel", { task });
  await book.ended(task);
  const stopped = book.find(task);
  assert.equal(stopped && canEscalate(stopped), false);
});

test("nobody waits for a task that is not of this window", async (t) => {
  const { book } = await openWindow(t, {});
  assert.equal(await book.ended("another"), undefined);
  book.told({ task: "another", index: 0, event: { type: "budget-warning", message: "80 % is spent." } });
  assert.deepEqual(book.all, []);
});
