import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";

const task = z.object({
  title: z.string(),
  prompt: z.string(),
  mode: z.enum(["ask", "edit"]),
  outcome: z.enum(["proved", "unproved", "answered", "refuted", "over-budget"]),
  budgetUsd: z.string().optional(),
});

export type ScenarioTask = z.infer<typeof task>;

export const scenariosFolder = new URL("./scenarios/", import.meta.url);

/** The tasks that the scenario files script, in the order of their names. */
export function scenarioTasks(): readonly ScenarioTask[] {
  return readdirSync(scenariosFolder)
    .toSorted()
    .flatMap((file) => {
      const scenario: { readonly task?: unknown } = JSON.parse(readFileSync(new URL(file, scenariosFolder), "utf8"));
      return scenario.task === undefined ? [] : [task.parse(scenario.task)];
    });
}
