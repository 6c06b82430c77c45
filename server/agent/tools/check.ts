import { z } from "zod";
import type { Checker } from "../../verification/ports.ts";
import { problemsIn, readRun } from "../../verification/run-checker.ts";
import { runnableCheckers } from "../checkers.ts";
import { describe } from "./run-command.ts";
import { defineTool, type ToolEnd, type ToolScope, wrong } from "./tool.ts";

const timeLimitMs = 300_000;
const mostOutputBytes = 16_000;

export const checkTool = defineTool({
  name: "check",
  changes: false,
  parameters: z.strictObject({
    command: z.string().min(1).optional().describe("one of the agreed checks; all of them when left out"),
  }),
  subject: ({ command }) => command ?? "all checks",
  async run({ command }, scope) {
    const runnable = await runnableCheckers(scope.task);
    const chosen = command === undefined ? runnable : runnable.filter((checker) => checker.command === command);
    if (chosen.length === 0)
      return wrong(
        none(
          command,
          runnable.map((checker) => checker.command),
        ),
      );
    const ends: ToolEnd[] = [];
    for (const checker of chosen) ends.push(await runOne(checker, scope));
    const failed = ends.filter((end) => end.outcome !== "ok").length;
    return {
      outcome: "ok",
      text: ends.map((end) => end.text).join("\n\n"),
      summary: failed === 0 ? "all passed" : `${failed} of ${ends.length} failed`,
      problems: new Map(ends.flatMap(({ problems }) => [...(problems ?? [])])),
    };
  },
});

async function runOne(checker: Checker, scope: ToolScope): Promise<ToolEnd> {
  const { parts, guard } = scope.task;
  const { command } = checker;
  const env = { CI: "1", NO_COLOR: "1", FORCE_COLOR: "0" };
  const request = { command, cwd: guard.root, timeoutMs: timeLimitMs, maxOutputBytes: mostOutputBytes, env };
  const outcome = await parts.runCommand(request, scope.signal);
  const end = describe(command, outcome);
  const problems = problemsIn(readRun(guard.root, checker, outcome, mostOutputBytes));
  scope.facts.push({ kind: "checked", command, result: end.summary });
  return { ...end, text: parts.clean(`$ ${command}\n${end.text}`), problems: new Map([[command, problems]]) };
}

function none(command: string | undefined, runnable: readonly string[]): string {
  if (runnable.length === 0)
    return "No check may run here: none was found, or the user has not agreed to any. Read the code with care instead.";
  return `${command} is not one of the agreed checks. They are: ${runnable.join(", ")}.`;
}
