import { render } from "./prompts.ts";
import type { SubtaskSpec } from "./subtask-spec.ts";

/** The request with what stands beside it. */
export function briefOf({ prompt, material }: Pick<SubtaskSpec, "prompt" | "material">): string {
  return render("brief", { task: prompt, context: material === "" ? "" : `\n${material}\n` });
}
