import type { TaskHead, ToPage } from "../../media/task-panel/messages.ts";
import type { TaskEvent } from "../../server/protocol/events.ts";

export interface FedTask {
  readonly task: string;
  readonly events: readonly TaskEvent[];
  readonly state: TaskHead["state"];
}

/** Sends the events of the one task that the page shows, many at a time. */
export class EventFeed {
  readonly #send: (message: ToPage) => void;
  readonly #later: (run: () => void) => void;
  #fed: FedTask | undefined;
  #next = 0;
  #state: TaskHead["state"] | undefined;
  #planned = false;

  /** `later` runs something once, soon. */
  constructor(send: (message: ToPage) => void, later: (run: () => void) => void) {
    this.#send = send;
    this.#later = later;
  }

  /** From its first event on; what the page showed before is sent no more. */
  show(task: FedTask): void {
    this.#fed = task;
    this.#next = 0;
    this.#state = undefined;
    this.flush();
  }

  stop(): void {
    this.#fed = undefined;
  }

  /** A task got an event or changed its state. */
  told(task: string): void {
    if (task !== this.#fed?.task || this.#planned) return;
    this.#planned = true;
    this.#later(() => this.flush());
  }

  flush(): void {
    this.#planned = false;
    if (this.#fed === undefined) return;
    const { task, events, state } = this.#fed;
    if (events.length === this.#next && state === this.#state) return;
    this.#state = state;
    const from = this.#next;
    this.#next = events.length;
    this.#send({ type: "events", task, from, events: events.slice(from), state });
  }
}
