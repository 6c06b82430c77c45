import type { TaskEvent } from "../../server/protocol/events.ts";

/** Whether a task has asked something that nobody has answered yet. */
export function waitsForUser(events: readonly TaskEvent[]): boolean {
  const approvals = new Set<string>();
  let question = false;
  for (const event of events) {
    if (event.type === "approval-request") approvals.add(event.approval.approval);
    else if (event.type === "approval-answer") approvals.delete(event.approval);
    else if (event.type === "question") question = true;
    // The tool that asked has its answer.
    else if (event.type === "tool-end") question = false;
    else if (event.type === "task-end") return false;
  }
  return question || approvals.size > 0;
}
