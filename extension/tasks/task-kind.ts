import type { Kind, TaskEvent } from "../../server/protocol/events.ts";

/** Undefined before its first event. */
export function kindOf(events: readonly TaskEvent[]): Kind | undefined {
  return events.find((event) => event.type === "task-start")?.kind;
}

/** Kinds that only answer. */
const asks: ReadonlySet<Kind> = new Set(["ask", "explain", "review"]);

export function modeOf(kind: Kind | undefined): "ask" | "edit" {
  return kind !== undefined && asks.has(kind) ? "ask" : "edit";
}
