import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { compose } from "../../server/compose.ts";
import { makeWorld, nobody, usualConfiguration } from "./world.ts";

const canary = "sk-canary-0123456789abcdef0123456789abcdef";

/** All bytes below a folder, as text. */
function everything(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
    .join("\n");
}

test("a key is in no event, ledger, checkpoint, receipt or prompt, also when the host echoes it and a file holds it", async (t) => {
  const withKeys = (url: string) => {
    const usual = usualConfiguration(url) as { endpoints: Record<string, Record<string, unknown>> };
    return {
      endpoints: {
        ...usual.endpoints,
        host: { ...usual.endpoints.host, key: "CANARY_KEY", local: true, models: { open: { price: "free" } } },
      },
    };
  };
  const read = { calls: [{ name: "read_file", arguments: { path: "notes.txt" } }] };
  const echo = { fault: { kind: "status", status: 401, message: `Incorrect API key provided: ${canary}` } } as const;
  const world = await makeWorld(t, {
    files: { "notes.txt": `the key is ${canary}\n` },
    scripts: { open: [read, echo] },
    configure: withKeys,
  });
  const composed = await compose({ env: { ...world.env, CANARY_KEY: canary } });
  assert.equal(composed.kind, "ready");
  if (composed.kind !== "ready") return;
  t.after(() => composed.body.agent.close());
  const request = {
    prompt: "what do the notes say?",
    workspace: world.root,
    mode: "ask",
    kind: undefined,
    checks: [],
    allow: [],
    budget: undefined,
    model: "host/open",
  } as const;
  const run = composed.body.agent.run(request, nobody, new AbortController().signal);
  const events = await Array.fromAsync(run.events);
  const requests = world.server.requests();
  assert.ok(
    requests.some((each) => JSON.stringify(each.headers).includes(canary)),
    "the host got the key",
  );
  assert.doesNotMatch(JSON.stringify(events), new RegExp(canary));
  assert.doesNotMatch(JSON.stringify(requests.map((each) => each.body)), new RegExp(canary));
  assert.doesNotMatch(everything(world.home), new RegExp(canary));
});
