import type { TaskEvent } from "../../server/protocol/events.ts";
import type { Results, SentParams, TaskEventParams } from "../../server/protocol/requests.ts";
import { EventSequence } from "./event-sequence.ts";
import type { TaskEventInOrder, WindowTask } from "./tasks.ts";

export type TaskEnd = Extract<TaskEvent, { type: "task-end" }>;

export interface TaskBookPorts {
  follow(params: SentParams<"stepladder/task/follow">): Promise<Results["stepladder/task/follow"]>;
  event(event: TaskEventInOrder): void;
  /** A task was added, ended or interrupted. */
  changed(task: WindowTask): void;
}

/** The tasks that this window started, with their events in order. */
export class TaskBook {
  readonly #ports: TaskBookPorts;
  readonly #entries = new Map<string, Entry>();

  constructor(ports: TaskBookPorts) {
    this.#ports = ports;
  }

  /** Newest first. */
  get all(): readonly WindowTask[] {
    return [...this.#entries.values()].reverse();
  }

  get current(): WindowTask | undefined {
    const { all } = this;
    return all.find(({ state }) => state === "running") ?? all[0];
  }

  find(task: string): WindowTask | undefined {
    return this.#entries.get(task);
  }

  /** Follows a task from its first event on. Rejects with a `ServerFailure`. */
  async adopt(task: string, prompt: string, workspace: string | undefined): Promise<void> {
    if (this.#entries.has(task)) return;
    const end = Promise.withResolvers<TaskEnd | undefined>();
    const entry: Entry = {
      task,
      prompt,
      workspace,
      events: [],
      state: "running",
      sequence: new EventSequence((event, index) => this.#deliver(entry, event, index)),
      ended: end.promise,
      end: end.resolve,
    };
    this.#entries.set(task, entry);
    this.#ports.changed(entry);
    const { events } = await this.#ports.follow({ task, from: 0 });
    for (const [index, event] of events.entries()) entry.sequence.add(index, event);
  }

  /** An event told live; those of other windows' tasks are none of ours. */
  told({ task, index, event }: TaskEventParams): void {
    this.#entries.get(task)?.sequence.add(index, event);
  }

  /** The last event; undefined for a task that was interrupted or is not of this window. */
  async ended(task: string): Promise<TaskEnd | undefined> {
    return await this.#entries.get(task)?.ended;
  }

  /** The server is gone, and with it all that ran. Answers with what was interrupted. */
  interrupt(): readonly WindowTask[] {
    const running = [...this.#entries.values()].filter(({ state }) => state === "running");
    for (const entry of running) this.#close(entry, "interrupted", undefined);
    return running;
  }

  #deliver(entry: Entry, event: TaskEvent, index: number): void {
    entry.events.push(event);
    this.#ports.event({ task: entry.task, index, event });
    if (event.type === "task-end" && entry.state === "running") this.#close(entry, "ended", event);
  }

  #close(entry: Entry, state: "ended" | "interrupted", end: TaskEnd | undefined): void {
    entry.state = state;
    this.#ports.changed(entry);
    entry.end(end);
  }
}

interface Entry extends WindowTask {
  readonly events: TaskEvent[];
  state: WindowTask["state"];
  readonly sequence: EventSequence<TaskEvent>;
  readonly ended: Promise<TaskEnd | undefined>;
  end(event: TaskEnd | undefined): void;
}
