import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { makeWorld, only, type Turns, usualConfiguration } from "./world.ts";

const call = (name: string, args: Record<string, string>): Turns[number] => ({ calls: [{ name, arguments: args }] });
const finish = call("finish", { summary: "Done." });
const missed = (old: string) => call("edit_file", { path: "a.txt", old, new: "two" });
const blocks = (search: string, replace: string) =>
  call("edit_blocks", { path: "a.txt", blocks: `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE` });

function toolsOf(body: unknown): readonly string[] {
  const { tools } = body as { tools: readonly { function: { name: string } }[] };
  return tools.map((tool) => tool.function.name);
}

test("after two edits that could not be used the model is offered another format, and told so", async (t) => {
  const turns = [missed("nine"), missed("ten"), blocks("one", "two"), finish];
  const world = await makeWorld(t, { files: { "a.txt": "one\n" }, scripts: { open: turns } });
  const { outcome } = await world.run("change a", { model: "host/open" });
  assert.equal(outcome.kind, "unproved");
  assert.equal(world.read("a.txt"), "two\n");
  const bodies = world.server.requests().map((request) => request.body);
  assert.ok(toolsOf(bodies[1]).includes("edit_file") && !toolsOf(bodies[1]).includes("edit_blocks"));
  assert.ok(toolsOf(bodies[2]).includes("edit_blocks") && !toolsOf(bodies[2]).includes("edit_file"));
  assert.match(JSON.stringify(bodies[2]), /made another way from now on: use edit_blocks/);
});

test("after two more the model steps up", async (t) => {
  const turns = [missed("nine"), missed("ten"), blocks("eleven", "x"), blocks("twelve", "x")];
  const world = await makeWorld(t, {
    files: { "a.txt": "one\n" },
    scripts: { open: turns, big: [missed("one"), finish] },
  });
  const { outcome, events } = await world.run("change a");
  assert.equal(outcome.kind, "unproved");
  assert.equal(world.read("a.txt"), "two\n");
  const attempts = only(events, "attempt-start").map((attempt) => attempt.model);
  assert.equal(attempts.at(-1), "far/big");
});

test("what was measured decides the format of the next attempt", async (t) => {
  const poor = Array.from({ length: 12 }, (_, n) => ({
    name: "edit_file",
    arguments: { path: "a.txt", old: `no ${n}`, new: "" },
  }));
  const turns: Turns = [{ calls: poor }, missed("one"), finish];
  const world = await makeWorld(t, { files: { "a.txt": "one\n" }, scripts: { open: turns } });
  await world.run("change a", { model: "host/open" });
  const before = world.server.requests().length;
  await world.run("change a again", { model: "host/open" });
  const first = world.server.requests()[before]?.body;
  assert.ok(toolsOf(first).includes("edit_blocks") && !toolsOf(first).includes("edit_file"));
});

test("a model begins with the format that its family writes", async (t) => {
  const poor = Array.from({ length: 30 }, (_, n) => ({
    name: "edit_file",
    arguments: { path: "a.txt", old: `no ${n}`, new: "" },
  }));
  const world = await makeWorld(t, {
    files: { "a.txt": "one\n" },
    scripts: { open: [{ calls: poor }, finish], big: [finish] },
    configure: (url) => JSON.parse(JSON.stringify(usualConfiguration(url)).replace('"claude"', '"glm"')),
  });
  await world.run("change a", { model: "host/open" });
  await world.run("change a again", { model: "far/big" });
  const body = world.server.requests().at(-1)?.body as
    | { readonly tools: readonly { readonly name: string }[] }
    | undefined;
  const names = (body?.tools ?? []).map(({ name }) => name);
  assert.ok(names.includes("edit_blocks") && !names.includes("edit_file"), names.join());
});

test("a patch changes, adds, moves and deletes files, and undo brings all of them back", async (t) => {
  const patch = [
    "*** Begin Patch",
    "*** Update File: a.txt",
    "@@",
    "-one",
    "+two",
    "*** Add File: new/b.txt",
    "+new",
    "*** Update File: old.txt",
    "*** Move to: moved.txt",
    "@@",
    "-x",
    "+y",
    "*** Delete File: gone.txt",
    "*** End Patch",
  ].join("\n");
  const turns = [call("read_file", { path: "gone.txt" }), call("apply_patch", { patch }), finish];
  const files = { "a.txt": "one\n", "old.txt": "x\n", "gone.txt": "bye\n" };
  const world = await makeWorld(t, { files, scripts: { open: turns } });
  const { task } = await world.run("change them", { model: "host/open" });
  assert.equal(world.read("a.txt"), "two\n");
  assert.equal(world.read("new/b.txt"), "new\n");
  assert.equal(world.read("moved.txt"), "y\n");
  assert.ok(!existsSync(join(world.root, "old.txt")) && !existsSync(join(world.root, "gone.txt")));
  await world.body.agent.undo(task, world.root);
  for (const [path, text] of Object.entries(files)) assert.equal(world.read(path), text);
  assert.ok(!existsSync(join(world.root, "moved.txt")));
});

test("a patch never deletes, replaces or overwrites a file that was not read, and says what it did block by block", async (t) => {
  const patch = [
    "*** Delete File: a.txt",
    "*** Add File: b.txt",
    "+mine",
    "*** Update File: c.txt",
    "*** Move to: d.txt",
    "@@",
    "-c",
    "+C",
    "*** Update File: e.txt",
    "@@",
    "-one",
    "+1",
    "@@",
    "-nowhere",
    "+2",
  ].join("\n");
  const files = { "a.txt": "a\n", "b.txt": "b\n", "c.txt": "c\n", "d.txt": "d\n", "e.txt": "one\ntwo\n" };
  const world = await makeWorld(t, { files, scripts: { open: [call("apply_patch", { patch }), finish] } });
  await world.run("change them", { model: "host/open" });
  for (const path of ["a.txt", "b.txt", "c.txt", "d.txt"] as const) assert.equal(world.read(path), files[path]);
  assert.equal(world.read("e.txt"), "1\ntwo\n");
  const told = JSON.stringify(world.server.requests().at(-1)?.body);
  assert.match(told, /a\.txt exists and you have not read it/);
  assert.match(told, /b\.txt exists and you have not read it/);
  assert.match(told, /d\.txt exists already/);
  assert.match(told, /1\. Placed at line 1/);
  assert.match(told, /2\. Not found/);
});

test("a file that changed since it was read is not edited in any format", async (t) => {
  const edits = [
    blocks("one", "two"),
    call("apply_diff", { path: "a.txt", diff: "@@ ... @@\n-one\n+two\n" }),
    call("apply_patch", { patch: "*** Update File: a.txt\n@@\n-one\n+two\n" }),
  ];
  for (const edit of edits) {
    const turns = [call("read_file", { path: "a.txt" }), edit, finish];
    const world = await makeWorld(t, { files: { "a.txt": "one\n" }, scripts: { open: turns } });
    await world.run("change a", { model: "host/open" }, undefined, (event) => {
      if (event.type === "tool-end" && world.read("a.txt") === "one\n") world.write("a.txt", "one\nthe user\n");
    });
    assert.equal(world.read("a.txt"), "one\nthe user\n");
    assert.match(JSON.stringify(world.server.requests().at(-1)?.body), /changed by someone else since you read it/);
  }
});
