import assert from "node:assert/strict";
import { test } from "node:test";
import { nothingMeasured } from "../../server/routing/measured.ts";
import { createRouter } from "../../server/routing/policy.ts";
import type { RouteRequest } from "../../server/routing/route.ts";
import { nano } from "../../server/spend/money.ts";
import type { AttemptOutcome } from "../../server/spend/spend.ts";
import { frontier, local, open, outcomes, request } from "./candidates.ts";

function reason(
  changes: Partial<RouteRequest>,
  seen: readonly AttemptOutcome[] = [],
  measured = nothingMeasured,
): string {
  const route = createRouter(measured)(request(changes), seen);
  return route.kind === "ladder" ? route.because : route.kind;
}

const measuredOpen = {
  ...nothingMeasured,
  kinds: {
    fix: {
      work: "fix",
      tasks: 10,
      ran: "2026-01-01",
      ...{ levels: [-1, 1], shares: [0.5, 0.5], dearer: [0, 0] },
      models: [
        {
          ...{ name: "glm-5", ran: "2026-01-01", tasks: 10, resolved: 0.7, ability: 1, steepness: 1 },
          ...{ logCost: -4, costSlope: 1, logSpread: 0.4, listed: 0.02 },
        },
      ],
    },
  },
};

test("without an attempt of its own a model is never said to have finished anything", () => {
  const alone = { candidates: [open] };
  assert.equal(
    reason({ candidates: [local] }),
    "qwen3-coder first: nobody has measured it, and models of the local rung usually finish about 6 in 10 fixes for free; nothing stands behind it.",
  );
  assert.match(
    reason(alone, [], measuredOpen),
    /^glm-5 first: measured elsewhere, it should finish about 7 in 10 fixes at about \$/,
  );
  assert.match(
    reason({ ...alone, kind: "edit" }, [], measuredOpen),
    /measured elsewhere on fixes, it should finish about 7 in 10 edits/,
    "what was measured at other work is named",
  );
  const kin = { ...open, id: "openrouter/glm-9" };
  assert.match(reason({ candidates: [kin] }, [], measuredOpen), /by what models of its family do elsewhere/);
  const catalogued = { ...open, measured: { fix: 0.7 } };
  assert.match(reason({ candidates: [catalogued] }), /measured elsewhere, it should finish/);
});

test("one or two attempts tell little, and say how many", () => {
  const alone = { candidates: [open] };
  assert.match(
    reason(alone, outcomes(1, open, "proved")),
    /^glm-5 first: 1 attempt tells little, but nobody has measured it/,
  );
  assert.match(reason(alone, outcomes(2, open, "refuted")), /^glm-5 first: 2 attempts tell little, but nobody/);
  assert.doesNotMatch(
    reason(alone, outcomes(9, open, "unproved")),
    /finished/,
    "what nothing could check is no record",
  );
});

test("its own record is counted as it was, and what failed is part of what a finished one cost", () => {
  const cost = nano(4_000_000n);
  const seen = [...outcomes(10, open, "proved", { cost }), ...outcomes(10, open, "refuted", { cost })];
  assert.match(reason({ candidates: [open] }, seen), /it finished 10 of 20 fixes like this for \$0\.008 each;/);
  const old = outcomes(10, open, "proved", { cost, endedAt: "2026-01-01T12:00:00.000Z" });
  const young = outcomes(1, open, "refuted", { cost });
  assert.match(
    reason({ candidates: [open] }, [...young, ...old]),
    /it finished 10 of 11 fixes/,
    "age fades belief, not facts",
  );
  const none = outcomes(4, open, "refuted", { cost });
  assert.match(
    reason({ candidates: [open] }, none),
    /it finished none of 4 fixes like this yet, at \$0\.004 an attempt/,
  );
  const free = outcomes(3, local, "refuted");
  assert.match(reason({ candidates: [local] }, free), /none of 3 fixes like this yet, but costs nothing/);
});

test("who stands behind it is named in order, and a choice of the user's as such", () => {
  assert.match(reason({ candidates: [local, frontier] }), /; opus stands behind it\.$/);
  const pinned = { pinned: [local.id, open.id, frontier.id] };
  assert.equal(reason(pinned), "qwen3-coder first: you chose it for fix work; glm-5, then opus stand behind it.");
});
