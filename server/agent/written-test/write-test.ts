import type { ServedModel } from "../../models/endpoint.ts";
import { nano } from "../../spend/money.ts";
import { isGreen } from "../../verification/compare.ts";
import type { CheckerRun } from "../../verification/ports.ts";
import { routeFor } from "../ladder.ts";
import { render } from "../prompts.ts";
import { isAffordable } from "../review/choose-reviewer.ts";
import { runSubtask } from "../subtask.ts";
import type { SubtaskSpec } from "../subtask-spec.ts";
import type { TaskScope } from "../task-scope.ts";
import type { WrittenTest } from "./written-test.ts";

/** It may become so many times dearer than expected before it is given up. */
const mostTimesExpected = 3n;

/**
 * Before a fix for which no test fails, a model of another family than the first fixer's writes one, where that pays and is
 * affordable. Without one the fix goes on as it would have.
 */
export async function writeTestFirst(
  subtask: string,
  spec: SubtaskSpec,
  fixer: ServedModel | undefined,
  task: TaskScope,
): Promise<WrittenTest | undefined> {
  const run = testRun(spec, task);
  const worth = spec.route.worthOfChecks[0];
  if (run === undefined || worth === undefined || fixer === undefined) return undefined;
  const found = routeFor(
    {
      kind: "test",
      workspace: task.request.workspace,
      task: task.task,
      localOnly: task.privacy.touched,
      contextNeeded: 0,
      chosen: task.request.model,
      otherThan: { model: fixer, strongest: false },
    },
    task.parts,
  );
  if (found.kind !== "ladder" || found.quote.likely > worth.test || !isAffordable(found.quote.likely, task))
    return undefined;
  const { checker } = run;
  let written: WrittenTest | undefined;
  const [author] = found.models;
  await runSubtask(
    {
      kind: "test",
      title: "A test that shows the problem",
      prompt: render("first-test", { task: spec.prompt, command: checker.command }),
      material: spec.material,
      oneCall: undefined,
      firstTest: {
        run,
        cap: found.quote.likely === 0n ? undefined : nano(found.quote.likely * mostTimesExpected),
        done: (test) => {
          written = test;
        },
      },
      parent: { subtask, attempt: undefined, staysLocal: true },
      depth: spec.depth + 1,
      limit: undefined,
      baseline: spec.baseline,
      route: {
        ...found,
        models: [author],
        caps: [undefined],
        expected: undefined,
        because: `No test fails for this; ${author} writes one first.`,
      },
      reroute: () => ({ kind: "no-able-model", because: "One model writes the test, or none." }),
      signal: spec.signal,
    },
    task,
  );
  return written;
}

/** The test command's run on the old code, when it is green: then no test shows the problem. */
function testRun(
  { kind, oneCall, parent, baseline }: SubtaskSpec,
  { parts, request }: TaskScope,
): CheckerRun | undefined {
  const isFix = kind === "fix" && oneCall === undefined && parent === undefined;
  const aboutProblems = request.context?.some((item) => item.kind === "problems") === true;
  if (!isFix || aboutProblems || parts.configuration.testFirst === "off") return undefined;
  if (!baseline.runs.every(isGreen)) return undefined;
  return baseline.runs.find(({ checker }) => checker.sort === "tests");
}
