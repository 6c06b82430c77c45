import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type CheckpointOptions, createCheckpoints } from "../../../server/workspace/checkpoints.ts";
import { absent, fileState, readTree, temporaryFolder, writeTree } from "../temporary-folder.ts";

const never = new AbortController().signal;

function setUp(t: TestContext, files: Readonly<Record<string, string>>, limits: CheckpointOptions["limits"] = {}) {
  // Hooks run in the order in which they are added, and an open journal should be closed before its folder goes.
  t.after(() => task.end());
  const folder = temporaryFolder(t);
  const root = join(folder, "project");
  const data = join(folder, "data");
  mkdirSync(root);
  writeTree(root, files);
  const checkpoints = createCheckpoints({ data, limits });
  const task = checkpoints.open("task-1", root);
  return { root, data, checkpoints, task };
}

test("what a command changed, created, deleted and moved is recorded and rolled back byte for byte", async (t) => {
  const files = {
    "a.txt": "a",
    "b/c.txt": "c",
    "keep.txt": "k",
    "run.sh": "x",
    "old.txt": "o",
    "\u00e9 ü.txt": "umlaut",
  };
  const { root, task } = setUp(t, files);
  execFileSync("git", ["init", "--quiet"], { cwd: root });
  const before = readTree(root);
  const watch = await task.beforeCommand("1", never);
  writeFileSync(join(root, "a.txt"), "A");
  rmSync(join(root, "b"), { recursive: true });
  chmodSync(join(root, "run.sh"), 0o755);
  renameSync(join(root, "old.txt"), join(root, "moved.txt"));
  writeTree(root, { "out/deep/new.txt": "n" });
  const { changed, complete } = await watch.finish();
  assert.equal(complete, true);
  assert.deepEqual(
    [...changed].sort((one, two) => (one.path < two.path ? -1 : 1)),
    [
      { path: "a.txt", before: fileState("a"), after: fileState("A") },
      { path: "b/c.txt", before: fileState("c"), after: absent },
      { path: "moved.txt", before: absent, after: fileState("o") },
      { path: "old.txt", before: fileState("o"), after: absent },
      { path: "out/deep/new.txt", before: absent, after: fileState("n") },
      { path: "run.sh", before: fileState("x"), after: fileState("x") },
    ],
  );
  assert.deepEqual((await task.rollBack("1")).kept, []);
  assert.deepEqual(readTree(root), before);
  assert.doesNotThrow(() => execFileSync("test", ["!", "-x", join(root, "run.sh")]));
});

test("a second command finds only its own changes, and nothing is read twice", async (t) => {
  const { root, data, task } = setUp(t, { a: "0", b: "0" });
  const first = await task.beforeCommand("1", never);
  writeFileSync(join(root, "a"), "1");
  await first.finish();
  const second = await task.beforeCommand("2", never);
  writeFileSync(join(root, "a"), "2");
  assert.deepEqual((await second.finish()).changed, [{ path: "a", before: fileState("1"), after: fileState("2") }]);
  assert.deepEqual(await task.rollBack("2"), { restored: ["a"], kept: [] });
  assert.equal(readFileSync(join(root, "a"), "utf8"), "1");
  assert.equal(readdirSync(join(data, "checkpoints", "contents")).length, 1);
});

test("a change of the same size in the same instant is seen", async (t) => {
  const { root, task } = setUp(t, { a: "0" });
  const watch = await task.beforeCommand("1", never);
  writeFileSync(join(root, "a"), "1");
  assert.equal((await watch.finish()).changed.length, 1);
});

test("ignored files are neither watched nor deleted when they stop being ignored", async (t) => {
  const { root, task } = setUp(t, { ".gitignore": "*.log\n", "user.log": "mine" });
  await new Promise((resolve) => setTimeout(resolve, 60));
  const watch = await task.beforeCommand("1", never);
  writeFileSync(join(root, ".gitignore"), "");
  const { changed } = await watch.finish();
  assert.deepEqual(
    changed.map((change) => change.path),
    [".gitignore"],
  );
  await task.rollBack("1");
  assert.equal(readFileSync(join(root, "user.log"), "utf8"), "mine");
});

test("beyond the limits the watch says that it is not complete, and deletes nothing that it didn't know", async (t) => {
  const { root, task } = setUp(t, { a: "0", big: "x".repeat(100), c: "0" }, { maxFileBytes: 50 });
  const watch = await task.beforeCommand("1", never);
  writeFileSync(join(root, "a"), "1");
  assert.equal((await watch.finish()).complete, true);
  const second = await task.beforeCommand("1", never);
  writeFileSync(join(root, "big"), "y".repeat(100));
  assert.deepEqual(await second.finish(), { changed: [], complete: false });

  const few = setUp(t, { a: "0", b: "0", c: "0" }, { maxFiles: 2 });
  const third = await few.task.beforeCommand("1", never);
  writeFileSync(join(few.root, "b"), "1");
  assert.equal((await third.finish()).complete, false);
  await few.task.rollBack("1");
  assert.deepEqual(Object.keys(readTree(few.root)), ["a", "b", "c"]);
});

test("a write of the task while a command runs stays the writer's", async (t) => {
  const { root, task } = setUp(t, { a: "0", b: "0" });
  const watch = await task.beforeCommand("1", never);
  const written = await task.write("2", join(root, "b"), Buffer.from("2"), fileState("0"));
  assert.equal(written.kind, "written");
  writeFileSync(join(root, "a"), "1");
  assert.deepEqual(
    (await watch.finish()).changed.map((change) => change.path),
    ["a"],
  );
  await task.rollBack("1");
  assert.deepEqual(readTree(root), { a: "0", b: "2" });
});

test("after a crash inside a command its changes are left alone, and what it found can be fetched", async (t) => {
  const { root, task, checkpoints } = setUp(t, { a: "0", b: "0" });
  await task.beforeCommand("1", never);
  writeFileSync(join(root, "a"), "who knows");
  const undone = await checkpoints.undo("task-1", root);
  assert.equal(undone.kind, "partly");
  assert.equal(readFileSync(join(root, "a"), "utf8"), "who knows");
  const conflicts = undone.kind === "partly" ? undone.conflicts : [];
  assert.deepEqual(
    conflicts.map((conflict) => [conflict.path, readFileSync(conflict.keptAt, "utf8")]),
    [["a", "0"]],
  );
  assert.deepEqual(await checkpoints.undo("task-1", root), { kind: "nothing-to-undo" });
});

test("kept contents that pile up are forgotten, and the next command still knows everything", async (t) => {
  const { root, task, checkpoints, data } = setUp(t, { a: "x".repeat(40) }, { maxBytes: 50 });
  for (const letter of ["b", "c", "d", "e"]) {
    writeFileSync(join(root, "a"), letter.repeat(40));
    const watch = await task.beforeCommand("1", never);
    await watch.finish();
  }
  const other = checkpoints.open("task-2", root);
  t.after(() => other.end());
  const watch = await other.beforeCommand("1", never);
  writeFileSync(join(root, "a"), "changed");
  await watch.finish();
  await other.rollBack("1");
  assert.equal(readFileSync(join(root, "a"), "utf8"), "e".repeat(40));
  const second = await task.beforeCommand("1", never);
  writeFileSync(join(root, "a"), "changed");
  await second.finish();
  await task.rollBack("1");
  assert.equal(readFileSync(join(root, "a"), "utf8"), "e".repeat(40));
  assert.ok(existsSync(data));
});
