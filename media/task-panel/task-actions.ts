import type { OpenTask } from "./page-state.ts";

export type TaskAction = "stop" | "escalate" | "review" | "keep" | "undo" | "retry" | "step-up" | "copy";

/** What can be done about a task now, in the order in which it is offered. */
export function taskActions(open: OpenTask): readonly TaskAction[] {
  if (open.state === "running") return ["stop", "escalate"];
  if (open.state === "unknown") return [];
  const answer = open.view.end === undefined || open.view.end.answer.trim() === "" ? [] : (["copy"] as const);
  return [...aboutChanges(open), ...again(open), ...answer];
}

function aboutChanges(open: OpenTask): readonly TaskAction[] {
  if (open.undo?.kind === "nothing-to-undo") return [];
  switch (outcomeOf(open)) {
    case "unproved":
      return ["review", "keep", "undo"];
    case "proved":
    case "kept":
    case "interrupted":
      return ["review", "undo"];
    default:
      return [];
  }
}

/** A stronger model may help a task that ran; what was refused or stopped is tried again as it was. */
function again(open: OpenTask): readonly TaskAction[] {
  switch (outcomeOf(open)) {
    case "proved":
    case "unproved":
    case "answered":
    case "refuted":
    case "kept":
    case "undone":
      return ["step-up"];
    case "":
      return [];
    default:
      return ["retry"];
  }
}

/** The ledger's word for how it ended and what the user made of it; empty when that is not known. */
export function outcomeOf(open: OpenTask): string {
  if (open.undo?.kind === "undone") return "undone";
  if (open.kept) return "kept";
  if (open.state === "interrupted") return "interrupted";
  return open.view.end?.outcome.kind ?? open.past?.receipt?.outcome ?? "";
}

/** Whether the next prompt goes on from this task unless the user says otherwise. */
export function goesOn(open: OpenTask | undefined): boolean {
  return (
    open !== undefined &&
    open.state !== "running" &&
    ["proved", "unproved", "answered", "kept"].includes(outcomeOf(open))
  );
}
