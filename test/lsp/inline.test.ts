import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { DiagnosticView, EditorDiagnosticsParams, SentParams } from "../../server/protocol/requests.ts";
import { openLedger } from "../../server/spend/ledger.ts";
import { makeWorld, only, type Turns, type World, type WorldOptions } from "../agent/world.ts";
import { type Client, startRealClient } from "./client.ts";

const text = "export function isEven(n) {\n  return n % 2 === 1;\n}\n";
const wrongLine = { startLine: 1, endLine: 2 };
const says = (answer: string): Turns => [{ text: answer, pieces: { characters: 7 } }];
const right = says("Here is the line:\n```js\n  return n % 2 === 0;\n```\nIt compares with zero.");

interface Editor extends Client {
  /** What the editor reports whenever it is asked. */
  report: (params: EditorDiagnosticsParams) => unknown;
}

async function open(t: TestContext, options: WorldOptions): Promise<{ world: World; editor: Editor }> {
  const configuration = { pins: { "inline-edit": ["local", "open"] }, ...options.configuration };
  const world = await makeWorld(t, { files: { "src/even.js": text }, ...options, configuration });
  const client = await startRealClient(t, { folder: world.root, env: world.env });
  const editor: Editor = { ...client, report: () => ({ kind: "settled", diagnostics: [] }) };
  client.connection.onRequest("stepladder/editor/diagnostics", (params) => editor.report(params));
  return { world, editor };
}

type Start = SentParams<"stepladder/inline/start">;

const paramsIn = (world: World, changes: Partial<Start> = {}): Start => ({
  uri: pathToFileURL(join(world.root, "src/even.js")).href,
  languageId: "javascript",
  text,
  ...wrongLine,
  prompt: "compare with zero",
  ...changes,
});

async function run(editor: Editor, params: Start) {
  const { task } = await editor.request("stepladder/inline/start", params);
  const replay = await editor.request("stepladder/task/follow", { task });
  editor.told.unshift(...replay.events.map((event, index) => ({ task, index, event })));
  const end = await editor.event("task-end");
  const events = editor.told.filter((told) => told.task === task).map((told) => told.event);
  return { task, end, events };
}

function editRecords({ home }: World) {
  const folder = join(home, "data", "ledger");
  const ledger = openLedger({ folder, clock: () => new Date(), processId: process.pid, budgets: [], warnAt: 80 });
  try {
    return ledger.editRecords().toSorted((one, two) => one.model.localeCompare(two.model));
  } finally {
    ledger.close();
  }
}

test("the replacement streams without fence and chatter, nothing is written, and the receipt shows one call", async (t) => {
  const { world, editor } = await open(t, { scripts: { small: right } });
  const { end, events } = await run(editor, paramsIn(world));
  assert.deepEqual(
    only(events, "edit-end").map((event) => event.replacement),
    ["  return n % 2 === 0;\n"],
  );
  assert.equal(
    only(events, "edit-delta")
      .map((event) => event.text)
      .join(""),
    "  return n % 2 === 0;",
  );
  assert.equal(only(events, "text-delta").length, 0);
  assert.equal(end.outcome.kind, "unproved");
  assert.match(
    end.outcome.kind === "unproved" ? end.outcome.because : "",
    /parses.*no new problems.*look at it yourself/s,
  );
  assert.deepEqual(end.changed, []);
  assert.equal(world.read("src/even.js"), text);
  const [subtask] = end.receipt.subtasks;
  assert.equal(subtask?.kind, "inline-edit");
  assert.equal(subtask?.attempts[0]?.calls.length, 1);
  const sent = JSON.stringify(world.server.requests()[0]?.body);
  assert.match(sent, /MARKED LINES 2-2, TO BE REPLACED/);
  assert.doesNotMatch(sent, /"tools":\[\{/);
});

test("an error that the editor did not report before refutes the edit, and the next model reads why", async (t) => {
  const wrong = says("```\n  return m % 2 === 0;\n```");
  const { world, editor } = await open(t, { scripts: { small: wrong, open: right } });
  const old: DiagnosticView = { line: 0, severity: "error", message: "old trouble", source: "js" };
  const attempts: string[] = [];
  editor.report = ({ attempt }) => {
    attempts.push(attempt);
    const fresh: DiagnosticView = { line: 1, severity: "error", message: "Cannot find name 'm'.", source: "js" };
    return {
      kind: "settled",
      diagnostics: attempts.length === 1 ? [{ ...old, line: 7 }, fresh] : [{ ...old, line: 3 }],
    };
  };
  const { end, events } = await run(editor, paramsIn(world, { diagnostics: [old] }));
  assert.equal(end.outcome.kind, "unproved");
  const started = only(events, "attempt-start");
  assert.deepEqual(
    started.map((event) => event.attempt),
    attempts,
  );
  assert.deepEqual(only(events, "roll-back"), [
    { type: "roll-back", attempt: started[0]?.attempt, restored: [], kept: [] },
  ]);
  assert.deepEqual(
    only(events, "escalation").map(({ from, to }) => [from, to]),
    [["laptop/small", "host/open"]],
  );
  const refuted = only(events, "attempt-end")[0]?.verdict;
  assert.equal(refuted?.kind, "refuted");
  assert.match(refuted?.because ?? "", /Cannot find name 'm'/);
  const brief = JSON.stringify(world.server.requests().find((each) => each.model === "open")?.body);
  assert.match(brief, /Earlier attempts: 1/);
  assert.match(brief, /Cannot find name 'm'/);
  assert.match(brief, /\+ {2}return m % 2 === 0;/);
  assert.equal(end.receipt.subtasks[0]?.attempts.length, 2);
});

test("a replacement that does not parse, is empty, unchanged or a refusal goes to the next model", async (t) => {
  const wellFormed = { placed: 1, failed: 0 };
  for (const [answer, because, counted] of [
    ["```\n  return (n % 2;\n```", /syntax error/, wellFormed],
    ["", /answered nothing|empty/i, { placed: 0, failed: 1 }],
    ["```\n  return n % 2 === 1;\n```", /changed nothing/, wellFormed],
    ["I'm sorry, I can't help with that.", /refused/, undefined],
  ] as const) {
    const { world, editor } = await open(t, { scripts: { small: says(answer), open: right } });
    const { end, events } = await run(editor, paramsIn(world));
    assert.equal(end.outcome.kind, "unproved", answer);
    const [first] = only(events, "attempt-end");
    assert.match(`${first?.verdict?.because} ${first?.end}`, because);
    assert.equal(only(events, "roll-back").length, 1);
    const expected = { model: "host/open", format: "inline", ...wellFormed };
    assert.deepEqual(
      editRecords(world),
      counted === undefined ? [expected] : [expected, { ...expected, model: "laptop/small", ...counted }],
    );
  }
});

test("when no model passes, the editor is told to restore its text and the outcome is refuted", async (t) => {
  const { world, editor } = await open(t, { scripts: { "*": says("```\n}}}\n```") } });
  const { end, events } = await run(editor, paramsIn(world));
  assert.equal(end.outcome.kind, "refuted");
  assert.equal(only(events, "roll-back").length, only(events, "attempt-start").length);
});

test("errors that the user asked to fix and that are gone prove the edit", async (t) => {
  const { world, editor } = await open(t, { scripts: { small: right } });
  const error: DiagnosticView = { line: 1, severity: "error", message: "1 is odd." };
  const { end } = await run(editor, paramsIn(world, { prompt: "fix this problem", diagnostics: [error] }));
  assert.deepEqual(end.outcome, {
    kind: "proved",
    because: "1 error of the edited lines is gone, and no new one came.",
  });
});

test("an editor that can't tell its problems leaves the edit unproved", async (t) => {
  const { world, editor } = await open(t, { scripts: { small: right } });
  editor.report = () => ({ kind: "unknown", because: "The document was closed." });
  const { end, events } = await run(
    editor,
    paramsIn(world, { diagnostics: [{ line: 1, severity: "error", message: "x" }], prompt: "fix the error" }),
  );
  assert.equal(end.outcome.kind, "unproved");
  assert.equal(only(events, "check-end").at(-1)?.evidence.summary, "The document was closed.");
});

test("lost indentation comes back, line ends are the document's, and an untitled document works without a folder", async (t) => {
  const { editor } = await open(t, { scripts: { small: says("```ts\nif (n > 0) {\n  return true;\n}\n```") } });
  const { end, events } = await run(editor, {
    uri: "untitled:Untitled-1",
    languageId: "typescript",
    text: "function f(n: number) {\r\n\t\r\n}\r\n",
    startLine: 1,
    endLine: 2,
    prompt: "return true for positive numbers",
  });
  assert.equal(only(events, "edit-end")[0]?.replacement, "\tif (n > 0) {\r\n\t  return true;\r\n\t}\r\n");
  assert.equal(end.outcome.kind, "unproved");
});

test("of a document with 20,000 lines the models see what is around the marked lines", async (t) => {
  const lines = Array.from({ length: 20_000 }, (_, line) => `const value${line} = "${"x".repeat(40)} ${line}";`);
  const answer = says("```js\nconst value10000 = 0;\n```");
  const { world, editor } = await open(t, { scripts: { "*": answer } });
  const long = lines.join("\r\n");
  const { events } = await run(editor, paramsIn(world, { text: long, startLine: 10_000, endLine: 10_001 }));
  assert.equal(only(events, "edit-end")[0]?.replacement, "const value10000 = 0;\r\n");
  const sent = JSON.stringify(world.server.requests()[0]?.body);
  assert.match(sent, /value10001 /);
  assert.match(sent, /value9999 /);
  assert.match(sent, /20000 lines, of which \d+-\d+ are shown/);
  assert.ok(sent.length < 130_000, String(sent.length));
});

test("a secret document is refused, and one that is local-only reaches no other machine", async (t) => {
  const secret = await open(t, { files: { ".env": "TOKEN=abc\n" }, scripts: { "*": right } });
  const uri = pathToFileURL(join(secret.world.root, ".env")).href;
  const refused = await run(
    secret.editor,
    paramsIn(secret.world, { uri, text: "TOKEN=abc\n", startLine: 0, endLine: 1 }),
  );
  assert.equal(refused.end.outcome.kind, "refused");
  assert.match("message" in refused.end.outcome ? refused.end.outcome.message : "", /\.env is likely to hold secrets/);
  assert.equal(secret.world.server.requests().length, 0);

  const local = await open(t, { configuration: { localOnly: ["src/**"] }, scripts: { "*": says("```\n}}}\n```") } });
  const { end } = await run(local.editor, paramsIn(local.world));
  assert.equal(end.outcome.kind, "refuted");
  assert.deepEqual([...new Set(local.world.server.requests().map((request) => request.model))], ["small"]);
});

test("the editor's accept and reject are the verdict in the ledger", async (t) => {
  const { world, editor } = await open(t, { scripts: { small: right } });
  for (const [decision, outcome] of [
    ["accepted", "kept"],
    ["partly", "unproved"],
    ["rejected", "undone"],
  ] as const) {
    editor.told.length = 0;
    const { task } = await run(editor, paramsIn(world));
    await editor.request("stepladder/inline/decide", { task, decision });
    assert.equal((await editor.request("stepladder/receipt", { task })).outcome, outcome);
  }
});

test("a quote needs no prompt and spends nothing, and a longer document costs more", async (t) => {
  const { world, editor } = await open(t, {});
  const { prompt: _, ...params } = paramsIn(world, { model: "host/open" });
  const small = await editor.request("stepladder/inline/quote", params);
  const large = await editor.request("stepladder/inline/quote", { ...params, text: text.repeat(1_000) });
  assert.deepEqual(small.models, ["host/open"]);
  assert.ok(BigInt(large.likely) > BigInt(small.likely));
  assert.equal(world.server.requests().length, 0);
  assert.equal((await editor.request("stepladder/tasks", {})).tasks.length, 0);
});

test("a broken stream makes the pieces so far void, and the whole comes with the next call", async (t) => {
  const cut: Turns = [
    {
      text: "```\n  return n % 2 === 0;\n```",
      pieces: { characters: 5 },
      fault: { kind: "cut", afterPieces: 3 },
      faultTimes: 1,
    },
  ];
  const { world, editor } = await open(t, { scripts: { open: cut } });
  const { events } = await run(editor, paramsIn(world, { model: "host/open" }));
  const after = events.slice(events.findIndex((event) => event.type === "retry"));
  assert.equal(
    only(after, "edit-delta")
      .map((event) => event.text)
      .join(""),
    "  return n % 2 === 0;",
  );
  assert.equal(only(events, "edit-end")[0]?.replacement, "  return n % 2 === 0;\n");
});

test("a budget that is used up is raised by the user and the edit goes on", async (t) => {
  const configuration = { budgets: { everything: { day: "0" } }, atLimit: "ask" };
  const { world, editor } = await open(t, { scripts: { open: right }, configuration });
  const { task } = await editor.request("stepladder/inline/start", paramsIn(world, { model: "host/open" }));
  const replay = await editor.request("stepladder/task/follow", { task });
  editor.told.unshift(...replay.events.map((event, index) => ({ task, index, event })));
  const { approval } = await editor.event("approval-request");
  assert.equal(approval.subject.kind, "budget");
  await editor.request("stepladder/approve", { approval: approval.approval, hash: approval.hash, allow: true });
  assert.equal((await editor.event("task-end")).outcome.kind, "unproved");
});

test("model text with markup and control characters stays plain data", async (t) => {
  const evil = '  return "<img src=x onerror=alert(1)>\u001b[2J\u202e";';
  const { world, editor } = await open(t, { scripts: { small: says(`\`\`\`\n${evil}\n\`\`\``) } });
  const { events } = await run(editor, paramsIn(world));
  assert.equal(only(events, "edit-end")[0]?.replacement, `${evil}\n`);
});
