import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import { type Client, startClient } from "./client.ts";

/** Starts a task and follows it from its first event. */
async function follow(client: Client, prompt = "fix it"): Promise<string> {
  const { task } = await client.request("stepladder/task/start", { prompt });
  const replay = await client.request("stepladder/task/follow", { task });
  client.told.unshift(...replay.events.map((event, index) => ({ task, index, event })));
  return task;
}

for (const transport of ["stdio", "ipc"] as const) {
  test(`a followed task tells every event once and in order, over ${transport}`, async (t) => {
    const client = await startClient(t, { pace: 2 }, { transport });
    const task = await follow(client);
    const end = await client.event("task-end");
    assert.equal(end.outcome.kind, "proved");
    const indexes = client.told.map((params) => params.index);
    assert.deepEqual(indexes, [...indexes.keys()]);
    const replay = await client.request("stepladder/task/follow", { task, from: 3 });
    assert.equal(replay.ended, true);
    assert.equal(replay.next, client.told.length);
    assert.deepEqual(
      replay.events,
      client.told.slice(3).map((params) => params.event),
    );
  });

  test(`shutdown cancels running tasks and exit ends the process with 0, over ${transport}`, async (t) => {
    const client = await startClient(t, { hang: "until-cancelled" }, { transport });
    await follow(client);
    await client.event("tool-start");
    await client.connection.sendRequest("shutdown");
    assert.equal((await client.event("task-end")).outcome.kind, "cancelled");
    await client.connection.sendNotification("exit");
    assert.equal(await client.exited, 0);
  });
}

test("a cancelled task ends as cancelled", async (t) => {
  const client = await startClient(t, { hang: "until-cancelled" });
  const task = await follow(client);
  await client.event("tool-start");
  await client.request("stepladder/task/cancel", { task });
  assert.equal((await client.event("task-end")).outcome.kind, "cancelled");
});

test("an approval counts only with the hash that was shown, and once", async (t) => {
  const client = await startClient(t, { asks: true });
  const task = await follow(client);
  const { approval } = await client.event("approval-request");
  const { approval: id, hash } = approval;
  await refuses(client.request("stepladder/approve", { approval: id, hash: "another", allow: true }), "stale-approval");
  await client.request("stepladder/approve", { approval: id, hash, allow: true });
  assert.equal((await client.event("approval-answer")).allowed, true);
  await refuses(client.request("stepladder/approve", { approval: id, hash, allow: true }), "stale-approval");

  const { question } = await client.event("question");
  await refuses(client.request("stepladder/answer", { task, question: "question-9", text: "May" }), "stale-question");
  await client.request("stepladder/answer", { task, question, text: "May" });
  assert.equal((await client.event("notice")).message, "answer: May");
});

test("an approval that is still open when its task is cancelled can't be given any more", async (t) => {
  const client = await startClient(t, { asks: true });
  const task = await follow(client);
  const { approval } = await client.event("approval-request");
  await client.request("stepladder/task/cancel", { task });
  assert.equal((await client.event("approval-answer")).allowed, false);
  const late = client.request("stepladder/approve", { approval: approval.approval, hash: approval.hash, allow: true });
  await refuses(late, "stale-approval");
});

test("without trust only past tasks, their receipts and spend are shown", async (t) => {
  const client = await startClient(t, {}, { trusted: false });
  await refuses(client.request("stepladder/task/start", { prompt: "fix it" }), "untrusted");
  await refuses(client.request("stepladder/quote", { prompt: "fix it" }), "untrusted");
  await refuses(client.request("stepladder/undo", { task: "task-aaaa111111" }), "untrusted");
  await refuses(client.request("stepladder/doctor", {}), "untrusted");
  assert.equal((await client.request("stepladder/tasks", {})).tasks.length, 2);
  assert.equal((await client.request("stepladder/spend", {})).total.posted, "4200001");
  assert.equal((await client.request("stepladder/receipt", { task: "task-aaaa111111" })).total, "4200001");
});

test("malformed parameters are named and the server goes on", async (t) => {
  const client = await startClient(t, {});
  const bad = client.connection.sendRequest("stepladder/task/start", { prompt: "", mode: "delete", extra: 1 });
  await assert.rejects(bad, (error: { code: number; message: string; data: unknown }) => {
    assert.equal(error.code, -32602);
    assert.match(error.message, /The prompt is empty/);
    assert.match(error.message, /extra/);
    assert.deepEqual(error.data, { kind: "invalid-params" });
    return true;
  });
  await refuses(client.connection.sendRequest("stepladder/quote"), "invalid-params");
  await assert.rejects(client.connection.sendRequest("stepladder/nothing"), { code: -32601 });
  assert.equal((await client.request("stepladder/quote", { prompt: "fix it" })).likely, "4000000");
});

test("bytes that are no message do not stop the server", async (t) => {
  const client = await startClient(t, {});
  client.child.stdin?.write("Content-Length: 7\r\n\r\n{broken");
  assert.equal((await client.request("stepladder/quote", { prompt: "fix it" })).likely, "4000000");
});

test("a message that claims to be huge ends the server before its bytes are kept", async (t) => {
  const client = await startClient(t, {});
  client.child.stdin?.on("error", () => {});
  client.child.stdin?.write("Content-Length: 9000000000\r\n\r\n{");
  assert.equal(await client.exited, 1);
});

test("an editor that goes away without a word takes the server with it", async (t) => {
  const client = await startClient(t, { hang: "for-ever" });
  await follow(client);
  client.child.stdin?.end();
  assert.equal(await client.exited, 1);
});

test("a bug in the agent fails that request and no other", async (t) => {
  const client = await startClient(t, { throws: true });
  await refuses(client.request("stepladder/task/start", { prompt: "fix it" }), "failed");
  assert.equal((await client.request("stepladder/tasks", {})).tasks.length, 2);
});

test("a configuration with a mistake answers every request with file, line and column", async (t) => {
  const client = await startClient(t, { compose: "invalid" });
  const asked = client.request("stepladder/task/start", { prompt: "fix it" });
  await assert.rejects(asked, { message: "/c.jsonc:3:7: Unknown rung." });
});

test("the agent sees text that is open and not saved, until it is closed", async (t) => {
  const client = await openAndEdit(t);
  await follow(client);
  assert.equal((await client.event("task-end")).answer, "open and CHANGED");
});

async function openAndEdit(t: TestContext): Promise<Client> {
  const probe = await startClient(t, {});
  const path = join(probe.folder, "open file.txt");
  await writeFile(path, "on disk");
  const client = await startClient(t, { tellUnsavedText: path });
  const uri = pathToFileURL(path).href;
  const text = { uri, languageId: "plaintext", version: 1, text: "open and changed" };
  await client.connection.sendNotification("textDocument/didOpen", { textDocument: text });
  const range = { start: { line: 0, character: 9 }, end: { line: 0, character: 16 } };
  await client.connection.sendNotification("textDocument/didChange", {
    textDocument: { uri, version: 2 },
    contentChanges: [{ range, text: "CHANGED" }],
  });
  return client;
}

test("a folder that the client has not opened is no workspace", async (t) => {
  const client = await startClient(t, {});
  await refuses(client.request("stepladder/task/start", { prompt: "fix it", workspace: "/" }), "no-workspace");
  await refuses(client.request("stepladder/tasks", { workspace: "/" }), "no-workspace");
  const { task } = await client.request("stepladder/task/start", { prompt: "fix it", workspace: client.folder });
  assert.equal(task, "task-aaaa111111");
});

test("the editor's own progress shows the task, and its cancel button cancels it", async (t) => {
  const client = await startClient(t, { hang: "until-cancelled", pace: 5 }, { progress: true });
  const created = new Promise<string | number>((resolve) => {
    client.connection.onRequest("window/workDoneProgress/create", ({ token }: { token: string | number }) => {
      resolve(token);
    });
  });
  await follow(client, "fix the\u001b[2K dates");
  const token = await created;
  await client.event("tool-start");
  await client.connection.sendNotification("window/workDoneProgress/cancel", { token });
  assert.equal((await client.event("task-end")).outcome.kind, "cancelled");
});

test("receipt and undo answer for a known task, and say so for an unknown one", async (t) => {
  const client = await startClient(t, { undo: { kind: "no-such-task" } });
  assert.equal((await client.request("stepladder/receipt", { task: "task-aaaa111111" })).total, "4200001");
  await refuses(client.request("stepladder/undo", { task: "task-9" }), "no-such-task");
  await refuses(client.request("stepladder/task/follow", { task: "task-9" }), "no-such-task");
});

async function refuses(request: Promise<unknown>, kind: string): Promise<void> {
  await assert.rejects(request, (error: { data?: unknown }) => {
    assert.deepEqual(error.data, { kind });
    return true;
  });
}
