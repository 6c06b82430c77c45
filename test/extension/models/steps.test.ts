import assert from "node:assert/strict";
import { test } from "node:test";
import { runSteps, type StepEnd } from "../../../extension/models/steps.ts";

/** Steps that end as they are told, in turn, and write down when they were asked and whether they could go back. */
function scripted(...ends: readonly (readonly StepEnd["kind"][])[]) {
  const log: string[] = [];
  const steps = ends.map((script, index) => {
    const left = [...script];
    return async ({ canGoBack }: { readonly canGoBack: boolean }): Promise<StepEnd> => {
      log.push(`${index}${canGoBack ? "←" : ""}`);
      return { kind: left.shift() ?? "next" };
    };
  });
  return { steps, log };
}

test("steps are asked in order, and back asks the one before again", async () => {
  const { steps, log } = scripted(["next", "next"], ["back", "next"], ["next"]);
  assert.equal(await runSteps(steps), "done");
  assert.deepEqual(log, ["0", "1←", "0", "1←", "2←"]);
});

test("back goes past what was skipped", async () => {
  const { steps, log } = scripted(["next", "next"], ["skipped", "skipped"], ["back", "next"]);
  assert.equal(await runSteps(steps), "done");
  assert.deepEqual(log, ["0", "1←", "2←", "0", "1←", "2←"]);
});

test("back at the first step leads out only where that is offered, and escape ends at once", async () => {
  const out = scripted(["back"]);
  assert.equal(await runSteps(out.steps, "may-go-back"), "back");
  assert.deepEqual(out.log, ["0←"]);
  const escaped = scripted(["next"], ["cancelled"], ["next"]);
  assert.equal(await runSteps(escaped.steps), "cancelled");
  assert.deepEqual(escaped.log, ["0", "1←"]);
});
