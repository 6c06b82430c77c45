import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { ServedModel } from "../server/models/endpoint.ts";
import { readPublished, refreshPublished } from "../server/published-models.ts";
import { costOf } from "../server/spend/price.ts";
import { priceOf } from "../server/spend/price-catalogue.ts";
import { closedAddress, rawHost } from "./models/raw-host.ts";
import { targetAt } from "./models/targets.ts";
import { flatPrice, newCall, open, posted, startWork, temporaryFolder, usageOf, usd } from "./spend/fixtures.ts";

const never = new AbortController().signal;
const secrets = { read: () => "key" };
const noon = new Date("2026-11-21T12:00:00Z");

function servedAt(url: string, id = "router"): ServedModel {
  const target = targetAt("openai-chat", url, { id, provider: "openrouter" });
  return { ...target, id: `${id}/z-ai/glm-5.3`, model: "z-ai/glm-5.3" };
}

test("a refresh shows what changed, keeps it dated, and never changes an old receipt", async (t) => {
  let models = [
    { id: "z-ai/glm-5.3", pricing: { prompt: "0.000001", completion: "0.000002" } },
    { id: "old/model", pricing: {} },
  ];
  const host = await rawHost(t, (_request, response) => response.end(JSON.stringify({ data: models })));
  const served = servedAt(host.url);
  const data = temporaryFolder(t);
  const ledger = open(t, { clock: () => noon });

  const first = await refreshPublished([served], secrets, data, "2026-11-20", never);
  assert.deepEqual(
    first.hosts.map((each) => each.kind === "refreshed" && each.changes),
    [undefined],
  );
  const before = priceOf(served, new Map(), noon, readPublished(data));
  assert.ok(before.kind === "priced" && /^published: .*models/.test(before.source));
  assert.equal(before.asOf, "2026-11-20");
  const work = startWork(ledger);
  ledger.reserve(newCall(work, { call: "then", price: before }));
  ledger.settle("then", posted(1_000_000, 1_000_000));
  const receipt = JSON.stringify(ledger.receipt(work.task)?.subtasks);

  models = [
    { id: "z-ai/glm-5.3", pricing: { prompt: "0.000003", completion: "0.000002" } },
    { id: "new/model", pricing: {} },
  ];
  const second = await refreshPublished([served], secrets, data, "2026-11-21", never);
  const [changed] = second.hosts;
  assert.deepEqual(changed?.kind === "refreshed" && changed.changes, {
    added: [{ name: "new/model" }],
    gone: [{ name: "old/model" }],
    changed: [
      {
        name: "z-ai/glm-5.3",
        before: { price: { input: "1", output: "2" } },
        after: { price: { input: "3", output: "2" } },
      },
    ],
  });
  assert.deepEqual(readdirSync(join(data, "catalogue")), ["published-2026-11-20.json", "published-2026-11-21.json"]);
  assert.equal(statSync(second.file ?? "").mode & 0o777, 0o600);
  const after = priceOf(served, new Map(), noon, readPublished(data));
  assert.ok(after.kind === "priced");
  assert.equal(costOf(after, usageOf(1_000_000, 0)), usd("3"));
  assert.equal(JSON.stringify(ledger.receipt(work.task)?.subtasks), receipt);
  assert.match(receipt, /published: .*"/);
});

test("money is set aside at the dearer of what a host publishes and what is listed", async (t) => {
  const answer = { data: [{ id: "z-ai/glm-5.3", pricing: { prompt: "0.00000001", completion: "0.00000001" } }] };
  const host = await rawHost(t, (_request, response) => response.end(JSON.stringify(answer)));
  const served = servedAt(host.url);
  const data = temporaryFolder(t);
  await refreshPublished([served], secrets, data, "2026-11-21", never);
  const listed = priceOf(served, new Map(), noon);
  const price = priceOf(served, new Map(), noon, readPublished(data));
  assert.ok(listed.kind === "priced" && price.kind === "priced");
  assert.equal(price.rates.input.base, usd("0.01"));
  assert.equal(price.dearest.input.base, listed.rates.input.base);
  const own = flatPrice("7", "7");
  assert.equal(priceOf(served, new Map([[served.id, own]]), noon, readPublished(data)), own);
});

test("a host that does not answer keeps what was known, and another host of that name gets nothing of it", async (t) => {
  const answer = { data: [{ id: "z-ai/glm-5.3", pricing: { prompt: "0.000001", completion: "0.000002" } }] };
  const host = await rawHost(t, (_request, response) => response.end(JSON.stringify(answer)));
  const data = temporaryFolder(t);
  await refreshPublished([servedAt(host.url)], secrets, data, "2026-11-20", never);
  const elsewhere = servedAt(await closedAddress());
  const failed = await refreshPublished([elsewhere], secrets, data, "2026-11-21", never);
  assert.equal(failed.file, undefined);
  assert.equal(failed.hosts[0]?.kind, "unknown");
  assert.equal(readPublished(data).length, 1);
  const price = priceOf(elsewhere, new Map(), noon, readPublished(data));
  assert.match(price.kind === "priced" ? price.source : "", /genai-prices/);
});

test("a damaged file is passed over for the one before it", async (t) => {
  const host = await rawHost(t, (_request, response) => response.end('{"data": [{"id": "m"}]}'));
  const data = temporaryFolder(t);
  assert.deepEqual(readPublished(data), []);
  const { file = "" } = await refreshPublished([servedAt(host.url)], secrets, data, "2026-11-20", never);
  for (const damage of [readFileSync(file, "utf8").slice(0, 30), '{"hosts": [{"url": 1}]}', ""]) {
    writeFileSync(join(data, "catalogue", "published-2026-11-21.json"), damage);
    assert.equal(readPublished(data)[0]?.asOf, "2026-11-20");
  }
});
