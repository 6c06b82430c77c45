import type { Candidate, RouteRequest } from "../../server/routing/route.ts";
import { nano } from "../../server/spend/money.ts";
import type { AttemptOutcome } from "../../server/spend/spend.ts";

const usd = (dollars: number) => nano(BigInt(Math.round(dollars * 1e9)));

export const local: Candidate = {
  id: "ollama/qwen3-coder",
  family: "qwen",
  rung: "local",
  rungIndex: 0,
  local: true,
  context: 32_000,
  typicalCost: nano(0n),
};
export const open: Candidate = {
  id: "openrouter/glm-5",
  family: "glm",
  rung: "open",
  rungIndex: 1,
  local: false,
  context: 128_000,
  typicalCost: usd(0.02),
};
export const frontier: Candidate = {
  id: "anthropic/opus",
  family: "claude",
  rung: "frontier",
  rungIndex: 2,
  local: false,
  context: 200_000,
  typicalCost: usd(0.6),
};

export function request(changes: Partial<RouteRequest> = {}): RouteRequest {
  return {
    kind: "fix",
    candidates: [local, open, frontier],
    preference: "balanced",
    localOnly: false,
    workspace: "/work",
    tried: [],
    contextNeeded: 1_000,
    left: "unlimited",
    pinned: undefined,
    ...changes,
  };
}

let subtasks = 0;

export function outcomes(
  count: number,
  model: Candidate,
  verdict: AttemptOutcome["verdict"],
  changes: Partial<AttemptOutcome> = {},
): readonly AttemptOutcome[] {
  return Array.from({ length: count }, () => ({
    subtask: `subtask-${++subtasks}`,
    workspace: "/work",
    model: model.id,
    kind: "fix" as const,
    failuresBefore: 0,
    verdict,
    cost: model.typicalCost ?? nano(0n),
    cutShort: false,
    endedAt: "2026-11-20T12:00:00.000Z",
    ...changes,
  }));
}
