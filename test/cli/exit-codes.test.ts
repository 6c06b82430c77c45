import assert from "node:assert/strict";
import { test } from "node:test";
import { exitCodes, exitCodesHelp } from "../../server/cli/exit-codes.ts";
import type { TaskOutcome } from "../../server/protocol/events.ts";
import { runCli } from "./run-cli.ts";

const promised: Readonly<Record<TaskOutcome["kind"], number>> = {
  proved: 0,
  answered: 0,
  failed: 1,
  unproved: 10,
  refuted: 11,
  "over-budget": 12,
  refused: 13,
  cancelled: 130,
};

for (const [kind, code] of Object.entries(promised)) {
  test(`a task that ends ${kind} exits with ${code}`, async () => {
    const outcome = { kind, message: "the reason" } as TaskOutcome;
    const { code: actual } = await runCli(["run", "fix it"], { outcome });
    assert.equal(actual, code);
  });
}

test("the help names every exit code", () => {
  for (const code of Object.values(exitCodes)) assert.match(exitCodesHelp, new RegExp(`^  ${code} `, "m"));
});
