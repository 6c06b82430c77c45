import type { ContextItem } from "../protocol/requests.ts";

/** What only this process knows of tasks that have ended, for those that go on from them. */
export interface TaskMemory {
  remember(task: string, ended: EndedTask): void;
  recall(task: string): EndedTask | undefined;
}

export interface EndedTask {
  readonly answer: string;
  /** What its last attempt would have changed, when that is not in the files. */
  readonly rejected: string;
  /** A local-only file was read. */
  readonly localOnly: boolean;
  /** What the user put beside its prompt. */
  readonly context: readonly ContextItem[];
}

const mostRemembered = 100;

export function createTaskMemory(): TaskMemory {
  const known = new Map<string, EndedTask>();
  return {
    remember(task, ended) {
      known.set(task, ended);
      const [oldest] = known.keys();
      if (known.size > mostRemembered && oldest !== undefined) known.delete(oldest);
    },
    recall: (task) => known.get(task),
  };
}
