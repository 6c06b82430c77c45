import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { bench } from "../../bench/routing.ts";
import { randomFrom } from "../../bench/support/random.ts";
import type { RoutingFigures } from "../../bench/support/routing-measure.ts";

/** Made-up outcomes: a frugal model that solves two thirds, a hungry one that solves the same, and a frontier model. */
function writeOutcomes(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "stepladder-bench-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const random = randomFrom(3);
  const tasks = Array.from({ length: 120 }, (_, index) => {
    const solves = (share: number) => (random() < share ? 1 : 0);
    const cost = (mean: number) => mean * (0.5 + random());
    return {
      id: `task-${index}`,
      repo: index % 2 === 0 ? "a/a" : "b/b",
      r: [solves(0.66), solves(0.64), solves(0.85)],
      c: [cost(0.05), cost(1.5), cost(0.8)],
    };
  });
  const model = (id: string, open: boolean, input: number, output: number) => ({
    ...{ id, open_weights: open, params_b: null },
    ...{ price_in: input, price_out: output, price_cache_read: input / 10 },
  });
  const models = [model("frugal-1", true, 0.4, 1), model("hungry-1", true, 0.3, 1), model("claude-big", false, 5, 25)];
  const file = join(folder, "outcomes.json");
  writeFileSync(file, JSON.stringify({ name: "made-up", models, tasks }));
  return file;
}

type Summary = RoutingFigures["summary"];

async function run(t: TestContext, ...args: string[]): Promise<Summary> {
  const found = await bench.run({ json: true, args: ["--data", writeOutcomes(t), "--orders", "2", ...args] });
  return found.json as Summary;
}

test("the policy is played through a stream, beside the yardsticks, and saves by the frugal model", async (t) => {
  const summary = await run(t);
  assert.ok(summary.kept > 0.97 && summary.costPerResolved < 0.95, JSON.stringify(summary));
  assert.ok(summary.oracle.costPerResolved < summary.costPerResolved);
  assert.deepEqual(summary.bestFixed.sequence.slice(0, 1), ["frugal-1"]);
  const keys =
    "kept costPerResolved silentlyWrong frontierWrong first50 hardest bestFixed fixedAsGood oracle quote decisionMs";
  assert.deepEqual(Object.keys(summary), keys.split(" "));
});

test("more is kept, and paid, the more quality is preferred", async (t) => {
  const [economy, quality] = [await run(t, "--preference", "economy"), await run(t, "--preference", "quality")];
  const both = JSON.stringify([economy, quality]);
  assert.ok(economy.costPerResolved < quality.costPerResolved && economy.kept <= quality.kept, both);
});

test("the same orders give the same figures, and other prices give others", async (t) => {
  const timeless = ({ decisionMs: _, ...rest }: Summary) => rest;
  const [first, second, repriced] = [await run(t), await run(t), await run(t, "--price-seed", "5")];
  assert.deepEqual(timeless(first), timeless(second));
  assert.notDeepEqual(timeless(first), timeless(repriced));
});

test("checks that let much pass are made up for when that is known, or when users take back what is wrong", async (t) => {
  const wrong = async (...more: string[]) => (await run(t, "--verifier-f", "0.6", ...more)).silentlyWrong;
  const silent = await wrong();
  assert.ok((await wrong("--verifier-known")) < silent);
  assert.ok((await wrong("--undone", "1")) < silent);
});

test("with nothing but a hungry model beside it, the frontier model is used alone, at its own cost", async (t) => {
  const { kept, costPerResolved } = await run(t, "--pool", "hungry-1");
  assert.ok(kept >= 0.99 && costPerResolved <= 1.1, `${kept} at ${costPerResolved}`);
});

test("what is not a number, a model or a file of outcomes is refused", async (t) => {
  await assert.rejects(run(t, "--verifier-f", "2"), /not a number up to 1/);
  await assert.rejects(run(t, "--frontier", "nobody"), /No model is called nobody/);
  await assert.rejects(run(t, "--preference", "best"), /best is no preference/);
  await assert.rejects(bench.run({ json: true, args: [] }), /Usage/);
});
