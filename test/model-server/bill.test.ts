import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { costOf } from "./bill.ts";
import { everyModel, post, serve } from "./clients.ts";

const usage = { uncached: 0, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0, output: 0, reasoning: 0 };
const price = { input: "5", output: "25", cacheRead: "0.5", cacheWrite: "6.25" };

test("a cost is usage times price in nano-dollars", () => {
  const used = { ...usage, uncached: 1000, cacheRead: 2000, cacheWrite: 400, output: 10 };
  assert.equal(costOf(used, price), 5_000_000n + 1_000_000n + 2_500_000n + 250_000n);
  assert.equal(costOf(used, "free"), 0n);
});

test("a cost is rounded up once, over all rates together", () => {
  const tiny = { input: "0.0003", output: "0.0003" };
  assert.equal(costOf({ ...usage, uncached: 1, output: 1 }, tiny), 1n);
  assert.equal(costOf({ ...usage, uncached: 2, output: 2 }, tiny), 2n);
});

test("cache rates that are not given are the input rate, and the hour's rate is the other cache write rate", () => {
  const plain = { input: "2", output: "3" };
  assert.equal(costOf({ ...usage, cacheRead: 10, cacheWrite: 10, cacheWrite1h: 10 }, plain), 40_000n);
  assert.equal(costOf({ ...usage, cacheWrite: 10, cacheWrite1h: 4 }, { ...price, cacheWrite1h: "10" }), 77_500n);
});

test("a cost never loses a digit, however large the call", () => {
  fc.assert(
    fc.property(fc.nat({ max: 1e9 }), fc.nat({ max: 999_999_999 }), (tokens, fraction) => {
      const input = `12345.${String(fraction).padStart(9, "0")}`;
      const exact = BigInt(tokens) * (12_345n * 1_000_000_000n + BigInt(fraction));
      const cost = costOf({ ...usage, uncached: tokens }, { input, output: "0" });
      assert.ok(cost * 1_000_000n >= exact && (cost - 1n) * 1_000_000n < exact);
    }),
  );
});

test("the bill has one entry per answered call with its request id, and its total is their sum", async (context) => {
  const server = await serve(context, [{ model: "*", turns: [{ text: "hello there" }] }]);
  for (const model of everyModel) await post(server, model);
  const { entries, total } = server.bill();
  assert.deepEqual(
    entries.map((entry) => [entry.dialect, entry.model, entry.clientRequestId, entry.complete, entry.usageSent]),
    [
      ["ollama", "small", "raw-small", true, true],
      ["openai-chat", "open", "raw-open", true, true],
      ["anthropic", "big", "raw-big", true, true],
    ],
  );
  const [small, open, big] = entries;
  assert.equal(small?.cost, 0n);
  assert.equal(open?.cost, BigInt((open?.usage.uncached ?? 0) * 300 + (open?.usage.output ?? 0) * 1200));
  assert.equal(big?.cost, BigInt((big?.usage.uncached ?? 0) * 5000 + (big?.usage.output ?? 0) * 25_000));
  assert.equal(total, (open?.cost ?? 0n) + (big?.cost ?? 0n));
});

test("a scenario may say what is charged, and the reply says the same", async (context) => {
  const server = await serve(context, [
    { model: "*", turns: [{ text: "hi", usage: { output: 400, reasoning: 300 } }] },
  ]);
  assert.match((await post(server, "open")).text, /"completion_tokens":400.*"reasoning_tokens":300/);
  assert.equal(server.bill().entries[0]?.usage.output, 400);
});

test("the same prompt again is read from the cache where the dialect has one", async (context) => {
  const server = await serve(context, [{ model: "*", turns: [{ text: "hi" }] }]);
  const prompt = "the same prompt ".repeat(20);
  for (const model of ["open", "open", "small", "small"] as const) await post(server, model, prompt);
  const reads = server.bill().entries.map((entry) => entry.usage.cacheRead);
  assert.equal(reads[0], 0);
  assert.ok((reads[1] ?? 0) > 80);
  assert.deepEqual(reads.slice(2), [0, 0]);
});

test("the bill's file has every call before its reply ends", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "bill-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const billFile = join(folder, "bill.jsonl");
  const server = await serve(context, [{ model: "*", turns: [{ text: "hi" }] }], { billFile });
  await post(server, "open");
  await post(server, "big");
  const lines = readFileSync(billFile, "utf8").trim().split("\n");
  const costs = lines.map((line) => BigInt((JSON.parse(line) as { cost: string }).cost));
  assert.deepEqual(
    costs,
    server.bill().entries.map((entry) => entry.cost),
  );
});
