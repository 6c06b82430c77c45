import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { evenFiles, fixEven, fixTask } from "../agent/even.ts";
import { makeWorld } from "../agent/world.ts";
import { startRealClient } from "./client.ts";

for (const transport of ["stdio", "ipc"] as const) {
  test(`an editor starts a task, agrees to its check, follows it to the receipt and undoes it, over ${transport}`, async (t) => {
    const world = await makeWorld(t, { files: evenFiles, scripts: { small: fixEven("n % 2 === 0") } });
    const client = await startRealClient(t, { folder: world.root, env: world.env }, { transport });
    const { task } = await client.request("stepladder/task/start", { prompt: fixTask });
    const replay = await client.request("stepladder/task/follow", { task });
    client.told.unshift(...replay.events.map((event, index) => ({ task, index, event })));
    const { approval } = await client.event("approval-request");
    assert.equal(approval.subject.kind === "check" && approval.subject.command, "npm test");
    await client.request("stepladder/approve", { approval: approval.approval, hash: approval.hash, allow: true });
    const end = await client.event("task-end");
    assert.equal(end.outcome.kind, "proved");
    assert.deepEqual(end.changed, ["src/even.js"]);
    assert.equal((await client.request("stepladder/receipt", { task })).total, "0");
    const undone = await client.request("stepladder/undo", { task });
    assert.deepEqual(undone.restored, ["src/even.js"]);
    assert.equal(world.read("src/even.js"), evenFiles["src/even.js"]);
    const { tasks } = await client.request("stepladder/tasks", {});
    assert.deepEqual(
      tasks.map(({ outcome }) => outcome),
      ["undone"],
    );
  });
}

test("the model reads the editor's unsaved text, and a file with unsaved changes is not written", async (t) => {
  const world = await makeWorld(t, { files: evenFiles, scripts: { "*": fixEven("n % 2 === 0") } });
  const client = await startRealClient(t, { folder: world.root, env: world.env });
  const uri = pathToFileURL(join(world.root, "src/even.js")).href;
  const text = `// unsaved thought\n${evenFiles["src/even.js"]}`;
  const textDocument = { uri, languageId: "javascript", version: 1, text };
  await client.connection.sendNotification("textDocument/didOpen", { textDocument });
  const { task } = await client.request("stepladder/task/start", { prompt: fixTask, model: "local" });
  const replay = await client.request("stepladder/task/follow", { task });
  client.told.unshift(...replay.events.map((event, index) => ({ task, index, event })));
  const { approval } = await client.event("approval-request");
  await client.request("stepladder/approve", { approval: approval.approval, hash: approval.hash, allow: false });
  await client.event("task-end");
  const sent = JSON.stringify(world.server.requests().at(-1)?.body);
  assert.match(sent, /unsaved thought/);
  assert.match(sent, /has unsaved changes in the editor/);
  assert.equal(world.read("src/even.js"), evenFiles["src/even.js"]);
});

test("in a folder that is not trusted no task starts", async (t) => {
  const world = await makeWorld(t, { files: evenFiles });
  const client = await startRealClient(t, { folder: world.root, env: world.env }, { trusted: false });
  await assert.rejects(client.request("stepladder/task/start", { prompt: fixTask }), /trust/i);
  assert.equal(world.server.requests().length, 0);
});
