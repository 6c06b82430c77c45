import assert from "node:assert/strict";
import { test } from "node:test";
import { ServerFailure } from "../../../extension/connection/server-failure.ts";
import { type DeskPorts, PanelDesk } from "../../../extension/panel/panel-desk.ts";
import { TaskBook } from "../../../extension/tasks/task-book.ts";
import type { ToPage } from "../../../media/task-panel/messages.ts";
import type { TaskEvent } from "../../../server/protocol/events.ts";
import { command, receipt, stepUp } from "../../media/task-panel/events.ts";

/** A desk over a real book of tasks; the server answers from a table, the editor notes what it was asked to do. */
function openDesk(answers: Readonly<Record<string, unknown>> = {}) {
  const sent: ToPage[] = [];
  const asked: { readonly method: string; readonly params: unknown }[] = [];
  const done: string[] = [];
  const later: (() => void)[] = [];
  const request = (async (method: string, params: unknown) => {
    asked.push({ method, params });
    const answer = answers[method];
    if (answer instanceof Error) throw answer;
    return answer ?? {};
  }) as DeskPorts["request"];
  const book = new TaskBook({
    follow: async () => ({ events: [], next: 0, ended: false }),
    event: ({ task }) => desk.told(task),
    changed: ({ task }) => desk.told(task),
  });
  const tasks: DeskPorts["tasks"] = {
    get all() {
      return book.all;
    },
    find: (task) => book.find(task),
    start: async (params) => {
      const { task } = await request("stepladder/task/start", params);
      await book.adopt(task, params.prompt, params.workspace);
      return task;
    },
  };
  const desk = new PanelDesk({
    ...{
      request,
      tasks,
      send: (message: ToPage) => void sent.push(message),
      later: (run: () => void) => void later.push(run),
    },
    editor: {
      run: async (action) => void done.push(`run ${action}`),
      mentions: async () => [],
      collect: () => ({ items: [], message: "Nothing is selected." }),
      review: async (task) => void done.push(`review ${task}`),
      copy: async (text) => void done.push(`copy ${text}`),
      openLink: async (href, root) => void done.push(`open ${href} in ${root}`),
      openFile: async (path) => void done.push(`file ${path}`),
    },
  });
  const tell = (events: readonly TaskEvent[], from = 0) => {
    for (const [index, event] of events.entries()) book.told({ task: "task-1", index: from + index, event });
  };
  const bundle = () => {
    for (const run of later.splice(0)) run();
  };
  return { ...{ desk, sent, asked, done, book, tell, bundle }, last: () => sent.at(-1) };
}

const request = { prompt: "fix it", mode: "edit", context: [{ kind: "changes" }] } as const;

test("a prompt starts a task, with what goes on from another one and the folder it is for", async () => {
  const { desk, asked, last } = openDesk({ "stepladder/task/start": { task: "task-1" } });
  await desk.handle({ type: "start", id: 7, request: { ...request, folder: "/project", followUp: "task-0" } });
  assert.deepEqual(asked[0]?.params, {
    ...{ prompt: "fix it", mode: "edit", context: [{ kind: "changes" }], workspace: "/project" },
    continues: { task: "task-0", how: "follow-up" },
  });
  assert.deepEqual(last(), { type: "started", id: 7, task: "task-1" });
});

test("a prompt that could not start says why, and so does a quote", async () => {
  const failure = new ServerFailure("not-configured", "No model is configured: set a key.");
  const { desk, sent } = openDesk({ "stepladder/task/start": failure, "stepladder/quote": failure });
  await desk.handle({ type: "start", id: 1, request });
  await desk.handle({ type: "quote", id: 2, request });
  assert.deepEqual(sent, [
    { type: "start-failed", id: 1, message: failure.message },
    { type: "quote-failed", id: 2, message: failure.message },
  ]);
});

test("events of the open task go out in bundles, without a gap, each once", async () => {
  const { desk, sent, book, tell, bundle } = openDesk();
  await book.adopt("task-1", "fix", "/project");
  tell(stepUp.slice(0, 4));
  bundle();
  assert.equal(sent.length, 0, "nothing is sent while no task is open");
  await desk.handle({ type: "open-task", task: "task-1" });
  tell(stepUp.slice(4, 10), 4);
  bundle();
  bundle();
  assert.deepEqual(
    sent.map((message) => message.type === "events" && [message.from, message.events.length, message.state]),
    [
      [0, 4, "running"],
      [4, 6, "running"],
    ],
  );
});

test("a task that ends or is interrupted says so after its last event", async () => {
  const { desk, last, book, tell, bundle } = openDesk();
  await book.adopt("task-1", "fix", "/project");
  tell(stepUp.slice(0, 4));
  await desk.handle({ type: "open-task", task: "task-1" });
  book.interrupt();
  bundle();
  assert.deepEqual(last(), { type: "events", task: "task-1", from: 4, events: [], state: "interrupted" });
});

test("a task of another day is shown by its receipt, one that nobody knows by a message", async () => {
  const { desk, last } = openDesk({ "stepladder/receipt": receipt });
  await desk.handle({ type: "open-task", task: "task-9" });
  assert.deepEqual(last(), { type: "past-task", task: "task-9", past: { receipt, message: undefined } });
  const unknown = openDesk({ "stepladder/receipt": new ServerFailure("no-such-task", "The ledger knows no task-9.") });
  await unknown.desk.handle({ type: "open-task", task: "task-9" });
  assert.deepEqual(unknown.last(), {
    ...{ type: "past-task", task: "task-9" },
    past: { receipt: undefined, message: "The ledger knows no task-9." },
  });
});

test("a past task is escalated with its own prompt, kind and folder", async () => {
  const { desk, asked, last } = openDesk({
    "stepladder/receipt": receipt,
    "stepladder/task/start": { task: "task-2" },
  });
  await desk.handle({ type: "again", task: "task-1", how: "escalate" });
  assert.deepEqual(asked.at(-1)?.params, {
    ...{ prompt: receipt.prompt, mode: "edit", kind: "fix", workspace: "/project" },
    continues: { task: "task-1", how: "escalate" },
  });
  assert.deepEqual(last(), { type: "show-task", task: "task-2" });
});

test("a task that came to nothing is tried again as a new one: the ledger may not know it", async () => {
  const { desk, asked, book } = openDesk({ "stepladder/task/start": { task: "task-2" } });
  await book.adopt("task-1", "note it", "/project");
  await desk.handle({ type: "again", task: "task-1", how: "retry" });
  assert.deepEqual(asked.at(-1)?.params, { prompt: "note it", mode: "edit", workspace: "/project" });
});

test("an answer carries the hash that was shown, and one that came too late is told where it was given", async () => {
  const stale = new ServerFailure("stale-approval", "It was answered already.");
  const { desk, asked, last } = openDesk({ "stepladder/approve": stale });
  await desk.handle({ type: "approve", approval: command.approval, hash: command.hash, allow: true });
  assert.deepEqual(asked[0]?.params, { approval: command.approval, hash: command.hash, allow: true });
  assert.deepEqual(last(), { type: "answer-failed", id: command.approval, message: stale.message });
});

test("only what an undo has kept is opened by its path", async () => {
  const undo = { kind: "partly", restored: [], conflicts: [{ path: "a.ts", keptAt: "/state/kept/a.ts" }] };
  const { desk, done, last } = openDesk({ "stepladder/undo": undo, "stepladder/receipt": receipt });
  await desk.handle({ type: "open-kept", path: "/state/kept/a.ts" });
  assert.deepEqual(done, []);
  await desk.handle({ type: "undo", task: "task-1" });
  assert.deepEqual(last(), { type: "undone", task: "task-1", undo });
  await desk.handle({ type: "open-kept", path: "/state/kept/a.ts" });
  await desk.handle({ type: "open-kept", path: "/etc/passwd" });
  assert.deepEqual(done, ["file /state/kept/a.ts"]);
});

test("the history says whether there is more than it shows", async () => {
  const rows = [1, 2, 3].map((number) => ({ task: `task-${number}` }));
  const { desk, asked, last } = openDesk({ "stepladder/tasks": { tasks: rows } });
  await desk.handle({ type: "find-history", search: " dates ", limit: 2 });
  assert.deepEqual(asked[0]?.params, { limit: 3, search: "dates" });
  assert.deepEqual(last(), { type: "history", search: " dates ", rows: rows.slice(0, 2), more: true });
});

test("the list of tasks names those that wait for an answer", async () => {
  const { desk, book, tell, last } = openDesk();
  await book.adopt("task-1", "fix", "/project");
  tell([...stepUp.slice(0, 4), { type: "approval-request", approval: command }]);
  desk.tellTasks();
  assert.deepEqual(last(), { type: "tasks", tasks: [{ task: "task-1", prompt: "fix", state: "running", asks: true }] });
  tell([{ type: "approval-answer", approval: command.approval, allowed: true }], 5);
  desk.tellTasks();
  assert.deepEqual(last(), {
    type: "tasks",
    tasks: [{ task: "task-1", prompt: "fix", state: "running", asks: false }],
  });
});
