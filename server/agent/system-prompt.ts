import { kindFacts } from "../routing/kinds.ts";
import { promptText, render } from "./prompts.ts";
import type { SubtaskSpec } from "./subtask-spec.ts";
import type { TaskScope } from "./task-scope.ts";

/** The same for every call of a subtask, so that the host's prompt cache holds. */
export function systemPrompt(spec: SubtaskSpec, task: TaskScope): string {
  return render("system", {
    root: task.guard.root,
    platform: task.parts.platformName,
    rules: promptText(rulesFor(spec)),
    instructions: task.instructions === "" ? "" : render("instructions", { text: task.instructions }),
  });
}

function rulesFor(spec: SubtaskSpec): string {
  if (spec.firstTest) return "first-test-rules";
  if (kindFacts(spec.kind).edits) return "edit-rules";
  return spec.parent ? "report-rules" : "ask-rules";
}
