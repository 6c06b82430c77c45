import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { rateOf } from "../../../extension/models/price-text.ts";
import { createPullShare, isOllamaName } from "../../../extension/models/pull-share.ts";
import { testSummary } from "../../../extension/models/test-summary.ts";
import { parseAmount } from "../../../server/configuration/amount.ts";
import type { ModelTestView } from "../../../server/protocol/requests.ts";

test("a price is read as it is typed, and what is none is refused", () => {
  for (const [typed, rate] of [
    ["0.30", "0.30"],
    ["$3", "3"],
    [" .5 ", "0.5"],
    ["007", "7"],
    ["3.", "3"],
    ["", undefined],
    ["-1", undefined],
    ["1,5", undefined],
    ["free", undefined],
    ["1e-7", undefined],
  ] as const) {
    assert.equal(rateOf(typed), rate, typed);
  }
});

test("every price that is taken is one that the configuration takes", () => {
  fc.assert(
    fc.property(fc.string(), (typed) => {
      const rate = rateOf(typed);
      return rate === undefined || parseAmount(rate).kind === "amount";
    }),
  );
});

test("a pull's bar never goes back and never beyond its end", () => {
  const report = fc.record({ completed: fc.nat(), total: fc.nat() });
  fc.assert(
    fc.property(fc.array(report), (reports) => {
      const step = createPullShare();
      const steps = reports.map(
        ({ completed, total }) => step({ model: "m", status: "s", completed, total }).increment,
      );
      assert.ok(steps.every((each) => each >= 0));
      assert.ok(steps.reduce((sum, each) => sum + each, 0) <= 100.000001);
    }),
  );
});

test("a pull says how much is there, and only its state before the size is known", () => {
  const step = createPullShare();
  const unknown = { model: "m", status: "pulling manifest", completed: undefined, total: undefined };
  assert.deepEqual(step(unknown), { increment: 0, status: "pulling manifest", amount: undefined });
  const half = { model: "m", status: "pulling a1", completed: 3_200_000_000, total: 6_400_000_000 };
  assert.deepEqual(step(half), { increment: 50, status: "pulling a1", amount: ["3.2", "6.4"] });
});

test("Ollama's names are known by their form", () => {
  for (const name of ["qwen3-coder:30b", "devstral", "someone/model:latest", "hf.co/owner/model-GGUF:Q4_K_M"])
    assert.ok(isOllamaName(name), name);
  for (const name of ["", "a b", "../x", "a:b:c", "--flag", "a;b", "x".repeat(3).concat("\n")])
    assert.ok(!isOllamaName(name), name);
});

test("a test's summary says in short what works, and in full what does not", () => {
  const words = {
    works: (model: string) => `${model} works.`,
    fails: (model: string) => `${model} fails.`,
    cost: () => "It cost $0.01.",
  };
  const check = (name: "chat" | "tools" | "price", outcome: "ok" | "failed" | "skipped", message: string) => ({
    check: name,
    outcome,
    message,
  });
  const view: ModelTestView = {
    model: "host/m",
    checks: [
      check("chat", "ok", "It answers."),
      check("tools", "ok", "It calls tools."),
      check("price", "ok", "Free."),
    ],
    cost: "10000000",
    milliseconds: 5,
  };
  assert.deepEqual(testSummary(view, words), {
    works: true,
    text: "host/m works. It answers. It calls tools. Free. It cost $0.01.",
  });
  const broken = {
    ...view,
    checks: [check("chat", "failed", "The key is refused; paste another."), check("tools", "skipped", "Not tried.")],
  };
  assert.deepEqual(testSummary(broken, words), {
    works: false,
    text: "host/m fails. The key is refused; paste another. It cost $0.01.",
  });
});
