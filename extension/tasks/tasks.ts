import type { Event } from "vscode";
import type { TaskEvent } from "../../server/protocol/events.ts";
import type { SentParams } from "../../server/protocol/requests.ts";

export interface TaskEventInOrder {
  readonly task: string;
  /** From 0, without a gap. */
  readonly index: number;
  readonly event: TaskEvent;
}

/** A task that this window started, with all its events so far. */
export interface WindowTask {
  readonly task: string;
  readonly prompt: string;
  /** Root of its workspace folder. */
  readonly workspace: string | undefined;
  readonly events: readonly TaskEvent[];
  /** `interrupted`: the server ended in the middle; what the task changed is still there and can be undone. */
  readonly state: "running" | "ended" | "interrupted";
}

/** The tasks of this window: started once, followed to their end, also over a restart of the server. */
export interface Tasks {
  /** Newest first. */
  readonly all: readonly WindowTask[];
  /** The task that commands without an argument mean: the running one, else the newest. */
  readonly current: WindowTask | undefined;
  find(task: string): WindowTask | undefined;
  /** Starts and follows it; answers with its id. Rejects with a `ServerFailure`. */
  start(request: SentParams<"stepladder/task/start">): Promise<string>;
  /** Follows a task that another request started, such as an inline edit or a commit message. */
  adopt(task: string, prompt: string, workspace: string | undefined): Promise<void>;
  /** Resolves with the last event when the task has ended, and with undefined when it was interrupted. */
  ended(task: string): Promise<Extract<TaskEvent, { type: "task-end" }> | undefined>;
  readonly onEvent: Event<TaskEventInOrder>;
  /** A task was added, ended or interrupted. */
  readonly onDidChange: Event<WindowTask>;
}
