import type { TaskEvent, TaskOutcome } from "../../server/protocol/events.ts";
import type { WindowTask } from "./tasks.ts";

/** Whether a stronger model can take over: while an attempt runs, and after an end that the user may not be content with. */
export function canEscalate({ state, events }: Pick<WindowTask, "state" | "events">): boolean {
  if (state === "interrupted") return false;
  if (state === "running") return attemptRuns(events);
  const last = events.at(-1);
  if (last?.type !== "task-end") return false;
  return worked.has(last.outcome.kind);
}

/** A model did the work, or tried to. */
const worked: ReadonlySet<TaskOutcome["kind"]> = new Set(["proved", "unproved", "answered", "refuted"]);

function attemptRuns(events: readonly TaskEvent[]): boolean {
  const last = events.findLast(({ type }) => type === "attempt-start" || type === "attempt-end");
  return last?.type === "attempt-start";
}
