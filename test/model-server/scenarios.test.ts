import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type TestContext, test } from "node:test";
import { post, serve, threeModels } from "./clients.ts";
import { loadScenarios, ScenarioError } from "./load-scenarios.ts";

function folderWith(context: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "scenarios-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

function mistakeIn(folder: string): string {
  try {
    loadScenarios(folder);
  } catch (error) {
    if (error instanceof ScenarioError) return error.message;
    throw error;
  }
  return "";
}

const models = JSON.stringify({ models: threeModels });

test("a mistake is reported with its file and its path", (context) => {
  const bad = (script: unknown) =>
    mistakeIn(folderWith(context, { "a.json": models, "b.json": JSON.stringify({ scripts: [script] }) }));
  assert.match(bad({ model: "open", turns: [{ txt: "hi" }] }), /^b\.json: scripts\[0\]\.turns\[0\]: .*"txt"/);
  assert.match(
    bad({ model: "open", turns: [{}, { calls: [{ name: "f" }] }] }),
    /^b\.json: scripts\[0\]\.turns\[1\]\.calls\[0\]: give either arguments or argumentsText/,
  );
  assert.match(
    bad({ model: "open", turns: [{ fault: { kind: "sulk" } }] }),
    /^b\.json: scripts\[0\]\.turns\[0\]\.fault\.kind/,
  );
  assert.match(bad({ model: "open", turns: [[{ txt: "hi" }]] }), /^b\.json: scripts\[0\]\.turns\[0\]\[0\]: .*"txt"/);
  assert.match(bad({ model: "open", when: { prompt: { regex: "(" } }, turns: [{}] }), /is not a valid pattern/);
  assert.match(bad({ model: "opne", turns: [{}] }), /^b\.json scripts\[0\]\.model: opne is not among the models/);
});

test("broken JSON is reported with its line, and an empty folder and a doubled model by name", (context) => {
  assert.match(mistakeIn(folderWith(context, { "a.json": '{\n  "scripts": [}\n' })), /^a\.json, line 2: /);
  assert.match(mistakeIn(folderWith(context, {})), /has no \*\.json files/);
  assert.match(
    mistakeIn(folderWith(context, { "a.json": models, "b.json": models })),
    /b\.json: the model small .* twice/,
  );
});

test("scripts are chosen by prompt, handover, turn and tools, and fallbacks come last", async (context) => {
  const server = await serve(context, [
    { model: "*", fallback: true, turns: [{ text: "FALLBACK" }] },
    { model: "open", when: { prompt: "fix", handover: true }, turns: [{ text: "SECOND TRY" }] },
    { model: "open", when: { prompt: ["fix", "dates"] }, turns: [{ text: "BOTH WORDS" }] },
    { model: "open", when: { prompt: { regex: "^FIX", flags: "i" } }, turns: [{ text: "PATTERN" }] },
  ]);
  const answer = async (model: "open" | "big", prompt: string) =>
    /SECOND TRY|BOTH WORDS|PATTERN|FALLBACK/.exec((await post(server, model, prompt)).text)?.[0];
  assert.equal(await answer("open", "fix it\n\nEarlier attempts: 1"), "SECOND TRY");
  assert.equal(await answer("open", "fix the dates"), "BOTH WORDS");
  assert.equal(await answer("open", "Fix it"), "PATTERN");
  assert.equal(await answer("open", "please fix it"), "FALLBACK");
  assert.equal(await answer("big", "fix the dates"), "FALLBACK");
});

async function turnAfter(url: string, answers: number): Promise<string> {
  const past = Array.from({ length: answers }, () => [
    { role: "assistant", content: "so" },
    { role: "user", content: "on" },
  ]).flat();
  const messages = [{ role: "user", content: "go" }, ...past];
  const reply = await fetch(`${url}/api/chat`, { method: "POST", body: JSON.stringify({ model: "small", messages }) });
  return reply.text();
}

test("the turn follows from the conversation alone, and what comes after the last turn is said in the script", async (context) => {
  const turns = [{ text: "FIRST" }, [{ when: { prompt: "other" }, text: "OTHER" }, { text: "SECOND of {{turn}}" }]];
  const strict = await serve(context, [{ model: "small", turns }]);
  assert.match(await turnAfter(strict.url, 1), /SECOND of 2/);
  assert.match(await turnAfter(strict.url, 0), /FIRST/);
  assert.match(await turnAfter(strict.url, 2), /has 2 turns and was asked for more/);
  const patient = await serve(context, [{ model: "small", turns, afterLast: "repeat-last" }]);
  assert.match(await turnAfter(patient.url, 7), /SECOND of 8/);
  const round = await serve(context, [{ model: "small", turns, afterLast: "start-over" }]);
  assert.match(await turnAfter(round.url, 2), /FIRST/);
});

test("a request that no script answers is told so", async (context) => {
  const server = await serve(context, []);
  const reply = await post(server, "open", "who are you");
  assert.equal(reply.status, 400);
  assert.match(reply.text, /No script answers open at turn 1 of .*who are you/);
});

test("as a process it prints its URL as one JSON line, keeps its bill on the disk, and reports both over the wire", async (context) => {
  const script = JSON.stringify({ scripts: [{ model: "*", turns: [{ text: "hi" }] }] });
  const folder = folderWith(context, { "a.json": models, "b.json": script });
  const billFile = join(folder, "bill.jsonl");
  const main = join(import.meta.dirname, "main.ts");
  const child = spawn(process.execPath, [main, "--scenarios", folder, "--bill", billFile]);
  context.after(() => child.kill("SIGKILL"));
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const { url, scripted } = JSON.parse(line) as { url: string; scripted: boolean };
  assert.equal(scripted, true);
  await turnAfter(url, 0);
  assert.equal(readFileSync(billFile, "utf8").trim().split("\n").length, 1);
  const bill = (await (await fetch(`${url}/control/bill`)).json()) as { total: string; entries: unknown[] };
  assert.deepEqual([bill.total, bill.entries.length], ["0", 1]);
  const requests = (await (await fetch(`${url}/control/requests`)).json()) as { model: string; turn: number }[];
  assert.deepEqual(
    requests.map(({ model, turn }) => [model, turn]),
    [["small", 1]],
  );
});

test("as a process it ends with a plain message when its scenarios are wrong", async (context) => {
  const folder = folderWith(context, { "a.json": "{" });
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), "--scenarios", folder]);
  let message = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    message += part;
  });
  const [code] = (await once(child, "close")) as [number];
  assert.equal(code, 2);
  assert.match(message, /^a\.json, line 1: /);
});
