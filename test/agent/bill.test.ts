import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import test, { describe, type TestContext } from "node:test";
import type { ScenarioInput } from "../model-server/scenario.ts";
import { makeWorld, type Turns, usualConfiguration, type World } from "./world.ts";

type Fault = NonNullable<Exclude<Turns[number], readonly unknown[]>["fault"]>;
type Turn = Exclude<Turns[number], readonly unknown[]>;

const answer: Turn = {
  text: "It is in src/even.js, where it has always been, in plain sight.",
  pieces: { characters: 6 },
};

const faults: Readonly<Record<string, Fault>> = {
  "a wrong key": { kind: "status", status: 401 },
  "no credit left": { kind: "status", status: 402 },
  "an unknown model": { kind: "status", status: 404 },
  "a rate limit that asks to come back at once": { kind: "status", status: 429, headers: { "retry-after": "0" } },
  "a server error": { kind: "status", status: 500 },
  "a bad gateway in HTML": { kind: "status", status: 502, body: "<html>bad gateway</html>" },
  "an overloaded host": { kind: "status", status: 529 },
  "a redirect to another host": { kind: "redirect", to: "http://127.0.0.1:9/" },
  "a stream that is cut after three pieces": { kind: "cut", afterPieces: 3 },
  "a stream that is cut within a character": { kind: "cut", afterBytes: 301 },
  "a stream that goes silent": { kind: "idle", afterPieces: 2 },
  "an error event in the middle": { kind: "error-event", afterPieces: 2 },
  "a stream without its end": { kind: "no-end" },
  "headers that never come": { kind: "no-headers" },
  "a first token that never comes": { kind: "no-first-token" },
  "an empty body": { kind: "empty-body" },
  "an answer in HTML": { kind: "content-type", contentType: "text/html" },
  "a zip bomb": { kind: "gzip-bomb", megabytes: 80 },
};

const turnsOf: Readonly<Record<string, Turn>> = {
  "usage that is missing": { ...answer, usage: "missing" },
  "usage that is null": { ...answer, usage: "null" },
  "usage that is no number": { ...answer, usage: "nan" },
  "usage beyond all bounds": { ...answer, usage: "huge" },
  "usage below zero": { ...answer, usage: "negative" },
  "broken arguments": { calls: [{ name: "read_file", argumentsText: '{"path": "a.ts", ' }] },
  "arguments that name a key twice": { calls: [{ name: "read_file", argumentsText: '{"path":"a","path":"b"}' }] },
  "an unknown tool": { calls: [{ name: "reformat_disk", arguments: {} }] },
  "an empty reply": { text: "" },
  "one call for ever": { calls: [{ name: "read_file", arguments: { path: "even.js" } }] },
};

/** Two endpoints that lose patience soon, and no second model to hand over to. */
function impatient(url: string): Readonly<Record<string, unknown>> {
  const usual = usualConfiguration(url) as { endpoints: Record<string, Record<string, unknown>> };
  const timeouts = { headers: 0.5, firstToken: 0.5, idle: 0.5 };
  const endpoints = Object.fromEntries(
    Object.entries(usual.endpoints).map(([id, endpoint]) => [id, { ...endpoint, timeouts }]),
  );
  return { endpoints };
}

async function ask(t: TestContext, model: string, turn: Turn): Promise<World> {
  const scripts: ScenarioInput["scripts"] = [{ model: "*", turns: [turn], afterLast: "repeat-last" }];
  const world = await makeWorld(t, {
    files: { "even.js": "export {};\n" },
    scenario: { scripts },
    // Whoever answers well gets the time that a busy machine takes.
    ...(turn.fault !== undefined && { configure: impatient }),
  });
  const { end } = await world.run("where is isEven defined?", { model });
  assert.ok(end, "the task ended");
  return world;
}

interface Entry {
  readonly state: string;
  readonly cost: bigint | null;
  readonly held: bigint;
}

function ledgerCalls(world: World): ReadonlyMap<string, Entry> {
  const database = new DatabaseSync(join(world.home, "data", "ledger", "ledger.sqlite"), { readOnly: true });
  const statement = database.prepare("select id, state, cost, held from call");
  statement.setReadBigInts(true);
  const rows = statement.all() as unknown as readonly (Entry & { readonly id: string })[];
  database.close();
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * To the nano-dollar where the host said what it used; held in full, and for at least what it billed, where it did not, or
 * where what it said could not be believed.
 */
function assertBooked(world: World): void {
  const calls = ledgerCalls(world);
  const { entries } = world.server.bill();
  for (const { clientRequestId = "", cost, usageSent } of entries) {
    const call = calls.get(clientRequestId);
    assert.ok(call, `the ledger has call ${clientRequestId}`);
    if (call.state === "posted") assert.deepEqual([usageSent, call.cost], [true, cost]);
    else
      assert.ok(
        call.state === "unknown" && call.held >= cost,
        `${clientRequestId} is ${call.state} with ${call.held} for ${cost}`,
      );
  }
  const billed = new Set(entries.map((entry) => entry.clientRequestId));
  const unbilled = [...calls].filter(([id]) => !billed.has(id));
  for (const [id, { state, cost }] of unbilled) assert.ok(state !== "posted" || cost === 0n, `${id} was never billed`);
}

function assertAllPosted(world: World): void {
  assertBooked(world);
  for (const [id, call] of ledgerCalls(world)) assert.equal(call.state, "posted", id);
}

/** Turns whose usage the host tells truly. */
const honest = new Set([
  "broken arguments",
  "arguments that name a key twice",
  "an unknown tool",
  "an empty reply",
  "one call for ever",
]);

for (const model of ["host/open", "far/big"]) {
  describe(`the ledger agrees with the bill of ${model}`, { concurrency: 6 }, () => {
    for (const [name, fault] of Object.entries(faults)) {
      test(name, async (t) => assertBooked(await ask(t, model, { ...answer, fault })));
    }
    for (const [name, turn] of Object.entries(turnsOf)) {
      const check = honest.has(name) ? assertAllPosted : assertBooked;
      test(name, async (t) => check(await ask(t, model, turn)));
    }
  });
}
