import { commands, type Disposable, EventEmitter } from "vscode";
import type { Server } from "../connection/server.ts";
import { canEscalate } from "./can-escalate.ts";
import { TaskBook } from "./task-book.ts";
import type { TaskEventInOrder, Tasks, WindowTask } from "./tasks.ts";

/** The tasks of this window. Also keeps the context keys that menus and keys ask for. */
export function createTasks(server: Server, subscriptions: Disposable[]): Tasks {
  const events = new EventEmitter<TaskEventInOrder>();
  const changes = new EventEmitter<WindowTask>();
  const keys = contextKeys();
  const book = new TaskBook({
    follow: (params) => server.request("stepladder/task/follow", params),
    event(event) {
      events.fire(event);
      keys.update(book);
    },
    changed(task) {
      changes.fire(task);
      keys.update(book);
    },
  });
  subscriptions.push(
    events,
    changes,
    server.onTaskEvent((params) => book.told(params)),
    server.onDidChangeState(({ kind }) => {
      if (kind !== "running") book.interrupt();
    }),
  );
  return {
    get all() {
      return book.all;
    },
    get current() {
      return book.current;
    },
    find: (task) => book.find(task),
    async start(request) {
      const { task } = await server.request("stepladder/task/start", request);
      await book.adopt(task, request.prompt, request.workspace);
      return task;
    },
    adopt: (task, prompt, workspace) => book.adopt(task, prompt, workspace),
    ended: (task) => book.ended(task),
    onEvent: events.event,
    onDidChange: changes.event,
  };
}

/** Told to the editor only when they change: events come by the hundred. */
function contextKeys(): { update(book: TaskBook): void } {
  const told = new Map<string, boolean>();
  const set = (key: string, value: boolean) => {
    if (told.get(key) === value) return;
    told.set(key, value);
    void commands.executeCommand("setContext", key, value);
  };
  return {
    update({ current }) {
      set("stepladder.taskRunning", current?.state === "running");
      set("stepladder.taskCanEscalate", current !== undefined && canEscalate(current));
    },
  };
}
