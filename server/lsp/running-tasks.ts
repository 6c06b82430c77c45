import type { Agent, EscalateResult, TaskRequest } from "../agent/agent.ts";
import type { TaskEvent } from "../protocol/events.ts";
import type { Approvals } from "./approvals.ts";
import { createQuestions } from "./questions.ts";

/** The tasks that this connection started, with their events so far. */
export interface RunningTasks {
  start(agent: Agent, request: TaskRequest): string;
  find(task: string): RunningTask | undefined;
  /** Asks all to end, and resolves when they have. */
  cancelAll(): Promise<void>;
}

export interface RunningTask {
  readonly task: string;
  /** Grows until the `task-end`. */
  readonly events: readonly TaskEvent[];
  ended(): boolean;
  /** From now on its events are told to the client. */
  follow(): void;
  cancel(): void;
  escalate(hint: string | undefined): EscalateResult;
  answer(question: string, text: string | undefined): "accepted" | "stale";
}

/** What the connection is told of its tasks. */
export interface TaskListener {
  started(task: string, request: TaskRequest, cancel: () => void): void;
  event(task: string, index: number, event: TaskEvent, followed: boolean): void;
  /** The agent broke its promise to end with a `task-end`. */
  broke(task: string, error: unknown): void;
}

/** Ended tasks beyond this many are forgotten, oldest first; the ledger keeps their receipts. */
const endedKept = 20;

export function createRunningTasks(approvals: Approvals, listener: TaskListener): RunningTasks {
  const tasks = new Map<string, Entry>();
  return {
    start(agent, request) {
      const entry = startTask(agent, request, approvals, listener);
      tasks.set(entry.task, entry);
      void entry.done.then(() => forgetOldest(tasks));
      return entry.task;
    },
    find: (task) => tasks.get(task),
    async cancelAll() {
      for (const entry of tasks.values()) entry.cancel();
      await Promise.all([...tasks.values()].map((entry) => entry.done));
    },
  };
}

interface Entry extends RunningTask {
  readonly done: Promise<void>;
}

function startTask(agent: Agent, request: TaskRequest, approvals: Approvals, listener: TaskListener): Entry {
  const abort = new AbortController();
  const questions = createQuestions();
  const events: TaskEvent[] = [];
  let followed = false;
  let ended = false;
  const person = { approve: approvals.approve, answer: questions.answer };
  const run = agent.run(request, person, abort.signal);
  listener.started(run.task, request, () => abort.abort());
  const pump = async () => {
    try {
      for await (const event of run.events) {
        events.push(event);
        if (event.type === "task-end") ended = true;
        listener.event(run.task, events.length - 1, event, followed);
      }
    } catch (error) {
      listener.broke(run.task, error);
    }
    ended = true;
  };
  return {
    task: run.task,
    events,
    ended: () => ended,
    follow: () => {
      followed = true;
    },
    cancel: () => abort.abort(),
    escalate: run.escalate,
    answer(question, text) {
      const asked = events.find((event) => event.type === "question" && event.question === question);
      return asked?.type === "question" ? questions.settle(asked.text, text) : "stale";
    },
    done: pump(),
  };
}

function forgetOldest(tasks: Map<string, Entry>): void {
  const ended = [...tasks.values()].filter((entry) => entry.ended());
  for (const entry of ended.slice(0, Math.max(0, ended.length - endedKept))) tasks.delete(entry.task);
}
