import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseEndpoint, type Option, sameWeights } from "../../../server/models/catalogue/choose-endpoint.ts";
import {
  afterFailure,
  afterSuccess,
  allHealthy,
  isEndpointsFault,
  restOf,
} from "../../../server/models/catalogue/health.ts";
import type { ServedModel } from "../../../server/models/endpoint.ts";
import type { ModelError, ModelErrorKind } from "../../../server/models/model-error.ts";
import { targetAt } from "../targets.ts";

const at = Date.parse("2026-11-21T12:00:00Z");
const minute = 60_000;

function failure(kind: ModelErrorKind, more: Partial<ModelError> = {}): ModelError {
  return { kind, message: `${kind}.`, status: undefined, retry: { kind: "never" }, ...more };
}

function servedAt(endpoint: string, parts: Partial<ServedModel> = {}, local = false): ServedModel {
  const target = targetAt("openai-chat", "https://host.example", { id: endpoint, local });
  return { ...target, id: `${endpoint}/glm`, weights: "glm-5.3", ...parts };
}

const needs = { localOnly: false, tools: true, context: 1_000 };

test("a model that failed at one effort rests at all of them, and is back at all of them", () => {
  const low = servedAt("host", { id: "host/glm@low", effort: "low" });
  const high = servedAt("host", { id: "host/glm@high", effort: "high" });
  const failed = afterFailure(allHealthy, low, failure("rate-limited"), at);
  assert.ok(restOf(failed, high, at + 1) !== undefined);
  assert.equal(restOf(failed, servedAt("host", { id: "host/other@low" }), at + 1), undefined);
  assert.equal(restOf(afterSuccess(failed, high), low, at + 1), undefined);
});

test("each kind of failure rests the host or the model for its own time", () => {
  const host = servedAt("host");
  const sibling = servedAt("host", { id: "host/other" });
  for (const [kind, minutes, wholeHost] of [
    ["rate-limited", 0.5, false],
    ["overloaded", 0.5, false],
    ["stream-cut", 0.5, false],
    ["unreachable", 0.5, true],
    ["quota", 60, true],
    ["wrong-key", 60, true],
    ["model-not-found", 24 * 60, false],
  ] as const) {
    const health = afterFailure(allHealthy, host, failure(kind), at);
    assert.ok(restOf(health, host, at + minutes * minute - 1), kind);
    assert.equal(restOf(health, host, at + minutes * minute), undefined, kind);
    assert.equal(restOf(health, sibling, at) !== undefined, wholeHost, kind);
  }
});

test("what the host says of its return counts, and further failures rest it longer, within bounds", () => {
  const host = servedAt("host");
  const limited = afterFailure(allHealthy, host, failure("rate-limited", { retry: { kind: "after", ms: 7_000 } }), at);
  assert.equal(restOf(limited, host, at)?.until, at + 7_000);
  const spent = afterFailure(allHealthy, host, failure("quota", { waitMs: 5 * minute }), at);
  assert.equal(restOf(spent, host, at)?.until, at + 5 * minute);
  let health = allHealthy;
  const rests: number[] = [];
  for (let time = 0; time < 60; time++) {
    health = afterFailure(health, host, failure("overloaded"), at);
    rests.push((restOf(health, host, at)?.until ?? 0) - at);
  }
  assert.deepEqual(
    rests.slice(0, 6),
    [0.5, 1, 2, 4, 8, 10].map((minutes) => minutes * minute),
  );
  assert.equal(rests.at(-1), 10 * minute);
  assert.equal(afterSuccess(health, host).size, 0);
});

test("a failure that every endpoint would share rests nobody", () => {
  const host = servedAt("host");
  for (const kind of ["bad-request", "context-overflow", "context-truncated"] as const) {
    assert.equal(isEndpointsFault(failure(kind)), false, kind);
    assert.equal(afterFailure(allHealthy, host, failure(kind), at), allHealthy, kind);
  }
});

test("the cheapest healthy endpoint is chosen, and of equals the first", () => {
  const [dear, cheap, same] = [servedAt("dear"), servedAt("cheap"), servedAt("same")];
  const options: Option[] = [
    { served: dear, cost: 9n },
    { served: cheap, cost: 2n },
    { served: same, cost: 2n },
  ];
  assert.equal(chooseEndpoint(options, needs, allHealthy, at), cheap);
  const resting = afterFailure(allHealthy, cheap, failure("overloaded"), at);
  assert.equal(chooseEndpoint(options, needs, resting, at), same);
  assert.equal(chooseEndpoint(options, needs, resting, at + minute), cheap);
});

test("where all rest, the one that is back first is asked", () => {
  const [one, two] = [servedAt("one"), servedAt("two")];
  const down = afterFailure(afterFailure(allHealthy, one, failure("quota"), at), two, failure("overloaded"), at);
  const options = [one, two].map((served, index): Option => ({ served, cost: BigInt(index) }));
  assert.equal(chooseEndpoint(options, needs, down, at), two);
});

test("an endpoint that does not meet the needs, or has no price, is never chosen", () => {
  const local = servedAt("laptop", {}, true);
  const remote = servedAt("host");
  const both: Option[] = [
    { served: remote, cost: 0n },
    { served: local, cost: 1n },
  ];
  assert.equal(chooseEndpoint(both, { ...needs, localOnly: true }, allHealthy, at), local);
  const down = afterFailure(allHealthy, local, failure("unreachable"), at);
  assert.equal(chooseEndpoint(both, { ...needs, localOnly: true }, down, at), local);
  const unpriced: Option[] = [{ served: remote, cost: undefined }];
  assert.equal(chooseEndpoint(unpriced, needs, allHealthy, at), undefined);
  const small: Option[] = [{ served: remote, cost: 0n }];
  assert.equal(chooseEndpoint(small, { ...needs, context: 99_999 }, allHealthy, at), undefined);
  const plain: Option[] = [{ served: servedAt("plain", { abilities: { tools: false } }), cost: 0n }];
  assert.equal(chooseEndpoint(plain, needs, allHealthy, at), undefined);
});

test("without a name for its weights a model is only itself", () => {
  const { weights: _, ...nameless } = servedAt("host");
  assert.ok(sameWeights(nameless, nameless));
  assert.ok(!sameWeights(nameless, { ...nameless, id: "other/glm" }));
  assert.ok(sameWeights(servedAt("a"), servedAt("b")));
});
