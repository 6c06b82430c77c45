import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { createCheckpoints } from "../../../server/workspace/checkpoints.ts";
import type { FileState, TaskCheckpoint } from "../../../server/workspace/ports.ts";
import { absent, fileState, readTree, temporaryFolder, writeTree } from "../temporary-folder.ts";

function setUp(t: TestContext, files: Readonly<Record<string, string>>) {
  // Hooks run in the order in which they are added, and an open journal should be closed before its folder goes.
  t.after(() => task.end());
  const folder = temporaryFolder(t);
  const root = join(folder, "project");
  mkdirSync(root);
  writeTree(root, files);
  const data = join(folder, "data");
  const checkpoints = createCheckpoints({ data });
  const task = checkpoints.open("task-1", root);
  const before = readTree(root);
  return { folder, root, data, checkpoints, task, before };
}

async function put(
  task: TaskCheckpoint,
  root: string,
  attempt: string,
  path: string,
  content: string | "deleted",
  expected: FileState,
) {
  const bytes = content === "deleted" ? content : Buffer.from(content);
  const outcome = await task.write(attempt, join(root, path), bytes, expected);
  assert.equal(outcome.kind, "written", JSON.stringify(outcome));
  return outcome;
}

test("a rolled-back attempt leaves every byte, mode and folder as it was", async (t) => {
  const { root, task, before } = setUp(t, { "a.txt": "one\n", "run.sh": "#!/bin/sh\n", empty: "", "gone.txt": "here" });
  chmodSync(join(root, "run.sh"), 0o755);
  await put(task, root, "1", "a.txt", "two\n", fileState("one\n"));
  await put(task, root, "1", "a.txt", "three\n", fileState("two\n"));
  await put(task, root, "1", "run.sh", "#!/bin/bash\n", fileState("#!/bin/sh\n"));
  await put(task, root, "1", "empty", "full", fileState(""));
  await put(task, root, "1", "gone.txt", "deleted", fileState("here"));
  await put(task, root, "1", "new/deep/file.txt", "new", absent);
  assert.equal(statSync(join(root, "run.sh")).mode & 0o777, 0o755);
  assert.deepEqual(
    task.changes().map((change) => change.path),
    ["a.txt", "empty", "gone.txt", "new/deep/file.txt", "run.sh"],
  );
  const rolledBack = await task.rollBack("1");
  assert.deepEqual(rolledBack.kept, []);
  assert.deepEqual([...rolledBack.restored].sort(), ["a.txt", "empty", "gone.txt", "new/deep/file.txt", "run.sh"]);
  assert.deepEqual(readTree(root), before);
  assert.equal(statSync(join(root, "run.sh")).mode & 0o777, 0o755);
  assert.deepEqual(task.changes(), []);
});

test("the contents that an attempt wrote can be read after they are rolled back", async (t) => {
  const { root, task } = setUp(t, { a: "old" });
  await put(task, root, "1", "a", "new", fileState("old"));
  assert.equal(Buffer.from((await task.contents(fileState("new"))) ?? []).toString(), "new");
  await task.rollBack("1");
  assert.equal(Buffer.from((await task.contents(fileState("new"))) ?? []).toString(), "new");
  assert.equal(Buffer.from((await task.contents(fileState("old"))) ?? []).toString(), "old");
  assert.equal(await task.contents(fileState("never")), undefined);
});

test("attempts compose: the second starts from the first one's rolled-back state", async (t) => {
  const { root, task, checkpoints, before } = setUp(t, { a: "0" });
  await put(task, root, "1", "a", "1", fileState("0"));
  await task.rollBack("1");
  await put(task, root, "2", "a", "2", fileState("0"));
  assert.deepEqual(task.changes("1"), []);
  assert.deepEqual(task.changes("2"), [{ path: "a", before: fileState("0"), after: fileState("2") }]);
  assert.deepEqual(await task.rollBack("1"), { restored: [], kept: [] });
  assert.equal(readFileSync(join(root, "a"), "utf8"), "2");
  assert.deepEqual(await checkpoints.undo("task-1", root), { kind: "undone", restored: ["a"] });
  assert.deepEqual(readTree(root), before);
});

test("an attempt takes back its own writes and not those of another one on top", async (t) => {
  const { root, task } = setUp(t, { a: "0" });
  await put(task, root, "1", "a", "1", fileState("0"));
  await put(task, root, "2", "a", "2", fileState("1"));
  assert.deepEqual(await task.rollBack("1"), { restored: [], kept: ["a"] });
  assert.deepEqual(await task.rollBack("2"), { restored: ["a"], kept: [] });
  assert.equal(readFileSync(join(root, "a"), "utf8"), "1");
  assert.deepEqual(await task.rollBack("1"), { restored: ["a"], kept: [] });
  assert.equal(readFileSync(join(root, "a"), "utf8"), "0");
});

test("a file that the user changed meanwhile is neither written nor rolled back, and its old contents can be fetched", async (t) => {
  const { root, task, checkpoints } = setUp(t, { a: "0", b: "0" });
  await put(task, root, "1", "a", "1", fileState("0"));
  await put(task, root, "1", "b", "1", fileState("0"));
  writeFileSync(join(root, "a"), "mine");
  const outcome = await task.write("1", join(root, "a"), Buffer.from("2"), fileState("1"));
  assert.deepEqual(outcome, { kind: "changed-meanwhile" });
  assert.deepEqual(await task.rollBack("1"), { restored: ["b"], kept: ["a"] });
  const undone = await checkpoints.undo("task-1", root);
  assert.equal(undone.kind, "partly");
  assert.equal(readFileSync(join(root, "a"), "utf8"), "mine");
  const keptAt = undone.kind === "partly" ? undone.conflicts[0]?.keptAt : undefined;
  assert.equal(readFileSync(keptAt ?? "", "utf8"), "0");
});

test("undo stops at what the user wrote between two attempts", async (t) => {
  const { root, task, checkpoints } = setUp(t, { a: "0" });
  await put(task, root, "1", "a", "1", fileState("0"));
  writeFileSync(join(root, "a"), "mine");
  await put(task, root, "2", "a", "2", fileState("mine"));
  const undone = await checkpoints.undo("task-1", root);
  assert.equal(undone.kind, "partly");
  assert.equal(readFileSync(join(root, "a"), "utf8"), "mine");
});

test("undo can be repeated, and knows tasks that don't exist", async (t) => {
  const { root, task, checkpoints } = setUp(t, { a: "0" });
  assert.deepEqual(await checkpoints.undo("task-1", root), { kind: "no-such-task" });
  await put(task, root, "1", "a", "1", fileState("0"));
  assert.deepEqual(await checkpoints.undo("task-1", join(root, "elsewhere")), { kind: "no-such-task" });
  assert.equal((await checkpoints.undo("task-1", root)).kind, "undone");
  assert.deepEqual(await checkpoints.undo("task-1", root), { kind: "nothing-to-undo" });
  assert.deepEqual(await checkpoints.undo("../task-1", root), { kind: "no-such-task" });
});

test("links put in place meanwhile are never followed", async (t) => {
  const { folder, root, task, checkpoints } = setUp(t, { "dir/a": "0", b: "0" });
  const outside = join(folder, "outside");
  mkdirSync(outside);
  await put(task, root, "1", "dir/a", "1", fileState("0"));
  await put(task, root, "1", "b", "1", fileState("0"));
  writeTree(outside, { a: "1", b: "1" });
  rmSync(join(root, "dir"), { recursive: true });
  symlinkSync(outside, join(root, "dir"));
  rmSync(join(root, "b"));
  symlinkSync(join(outside, "b"), join(root, "b"));
  const written = await task.write("1", join(root, "dir/a"), Buffer.from("2"), fileState("1"));
  assert.equal(written.kind, "failed");
  assert.deepEqual(await task.rollBack("1"), { restored: [], kept: ["dir/a", "b"] });
  assert.equal((await checkpoints.undo("task-1", root)).kind, "partly");
  assert.deepEqual(readTree(outside), { a: "1", b: "1" });
});

test("what can't be written leaves nothing behind", {
  skip: process.getuid?.() === 0 && "root may write anywhere",
}, async (t) => {
  const { root, task } = setUp(t, { "locked/a": "0" });
  chmodSync(join(root, "locked"), 0o555);
  const outcome = await task.write("1", join(root, "locked/a"), Buffer.from("1"), fileState("0"));
  chmodSync(join(root, "locked"), 0o755);
  assert.equal(outcome.kind, "failed");
  assert.deepEqual(readdirSync(join(root, "locked")), ["a"]);
});

test("folders, read-only files and paths outside are refused with a reason", async (t) => {
  const { folder, root, task, before } = setUp(t, { "dir/a": "0", fixed: "0" });
  chmodSync(join(root, "fixed"), 0o444);
  const tries = [
    task.write("1", join(root, "dir"), Buffer.from("x"), absent),
    task.write("1", join(root, "fixed"), Buffer.from("x"), fileState("0")),
    task.write("1", join(folder, "project-evil"), Buffer.from("x"), absent),
    task.write("1", join(root, "dir/a/b"), Buffer.from("x"), absent),
  ];
  for (const outcome of await Promise.all(tries)) assert.equal(outcome.kind, "failed", JSON.stringify(outcome));
  assert.deepEqual(readTree(root), before);
  assert.equal(existsSync(join(folder, "project-evil")), false);
});

test("nothing is written when the old contents can't be kept", async (t) => {
  const { root, data, task, before } = setUp(t, { a: "0" });
  writeFileSync(data, "a file where our folder should be");
  const outcome = await task.write("1", join(root, "a"), Buffer.from("1"), fileState("0"));
  assert.equal(outcome.kind, "failed");
  assert.deepEqual(readTree(root), before);
});

test("parallel writes of one file happen one after the other, and the second is told", async (t) => {
  const { root, task } = setUp(t, { a: "0" });
  const outcomes = await Promise.all(
    ["1", "2"].map((content) => task.write(content, join(root, "a"), Buffer.from(content), fileState("0"))),
  );
  assert.deepEqual(outcomes.map((outcome) => outcome.kind).sort(), ["changed-meanwhile", "written"]);
});

test("the home folder and the root of the disk are never armed", async (t) => {
  const { data, folder } = setUp(t, {});
  const home = join(folder, "home");
  mkdirSync(home);
  for (const root of [home, folder, "/"]) {
    const task = createCheckpoints({ data, home }).open("task-2", root);
    const outcome = await task.write("1", join(root, "x-stepladder-test"), Buffer.from("x"), absent);
    assert.equal(outcome.kind, "failed");
    const watch = await task.beforeCommand("1", new AbortController().signal);
    assert.deepEqual(await watch.finish(), { changed: [], complete: false });
  }
  assert.ok(homedir().length > 0);
});

test("what is kept is readable for its owner alone", async (t) => {
  const { root, data, task } = setUp(t, { a: "0" });
  await put(task, root, "1", "a", "1", fileState("0"));
  const folder = join(data, "checkpoints", "tasks", "task-1");
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  for (const name of readdirSync(folder)) assert.equal(statSync(join(folder, name)).mode & 0o077, 0);
});

test("only tasks that ended long ago are pruned", async (t) => {
  const { root, data, task, checkpoints } = setUp(t, { a: "0" });
  await put(task, root, "1", "a", "1", fileState("0"));
  const later = createCheckpoints({ data, clock: () => Date.now() + 40 * 24 * 60 * 60 * 1000 });
  assert.deepEqual(await later.prune(30), []);
  await task.end();
  assert.deepEqual(await checkpoints.prune(30), []);
  assert.deepEqual(await later.prune(30), ["task-1"]);
  assert.deepEqual(await later.undo("task-1", root), { kind: "no-such-task" });
});

test("a torn end of the journal is ignored, and what stands before it still counts", async (t) => {
  const { root, data, task, checkpoints, before } = setUp(t, { a: "0" });
  await put(task, root, "1", "a", "1", fileState("0"));
  const folder = join(data, "checkpoints", "tasks", "task-1");
  const [segment] = readdirSync(folder);
  writeFileSync(join(folder, segment ?? ""), '{"type":"write","id":"torn', { flag: "a" });
  writeFileSync(join(folder, "000002-000000000000.log"), Buffer.alloc(100));
  assert.equal((await checkpoints.undo("task-1", root)).kind, "undone");
  assert.deepEqual(readTree(root), before);
});

test("only the chosen files go back, byte for byte, and the rest of the task stays and can go back later", async (t) => {
  const { root, task, checkpoints } = setUp(t, { "a.txt": "one\r\n", "b.txt": "two\n" });
  await put(task, root, "1", "a.txt", "changed\n", fileState("one\r\n"));
  await put(task, root, "1", "b.txt", "changed\n", fileState("two\n"));
  await put(task, root, "1", "c.txt", "new\n", absent);
  const undone = await checkpoints.undo("task-1", root, { paths: ["a.txt", "c.txt", "never.txt"] });
  assert.deepEqual(undone, { kind: "undone", restored: ["a.txt", "c.txt"] });
  assert.equal(readFileSync(join(root, "a.txt"), "utf8"), "one\r\n");
  assert.equal(existsSync(join(root, "c.txt")), false);
  assert.equal(readFileSync(join(root, "b.txt"), "utf8"), "changed\n");
  assert.deepEqual(
    (await checkpoints.changes("task-1", root))?.map((change) => change.path),
    ["b.txt"],
  );
  assert.deepEqual(await checkpoints.undo("task-1", root), { kind: "undone", restored: ["b.txt"] });
});

test("an undo that has to be whole touches nothing when one file was changed since", async (t) => {
  const { root, task, checkpoints } = setUp(t, { "a.txt": "one\n", "b.txt": "two\n" });
  await put(task, root, "1", "a.txt", "changed\n", fileState("one\n"));
  await put(task, root, "1", "b.txt", "changed\n", fileState("two\n"));
  writeFileSync(join(root, "b.txt"), "mine\n");
  const undone = await checkpoints.undo("task-1", root, { wholly: true });
  assert.equal(undone.kind, "partly");
  assert.deepEqual(undone.kind === "partly" && undone.restored, []);
  assert.deepEqual(undone.kind === "partly" && undone.conflicts.map(({ path }) => path), ["b.txt"]);
  assert.equal(readFileSync(join(root, "a.txt"), "utf8"), "changed\n");
  assert.equal(readFileSync(join(root, "b.txt"), "utf8"), "mine\n");
});

test("what a task changed is told against what the disk holds now, with the bytes from before it", async (t) => {
  const { root, task, checkpoints } = setUp(t, { "a.txt": "one\n", "b.txt": "two\n", "gone.txt": "here" });
  await put(task, root, "1", "a.txt", "changed\n", fileState("one\n"));
  await put(task, root, "1", "b.txt", "changed\n", fileState("two\n"));
  await put(task, root, "1", "gone.txt", "deleted", fileState("here"));
  await put(task, root, "1", "new.txt", "new", absent);
  writeFileSync(join(root, "b.txt"), "two\n");
  const changes = await checkpoints.changes("task-1", root);
  const text = (bytes: Uint8Array | "absent") => (bytes === "absent" ? bytes : Buffer.from(bytes).toString());
  assert.deepEqual(
    changes?.map(({ path, before, now }) => [path, text(before), text(now)]),
    [
      ["a.txt", "one\n", "changed\n"],
      ["gone.txt", "here", "absent"],
      ["new.txt", "absent", "new"],
    ],
  );
  assert.equal(text((await checkpoints.before("task-1", root, "b.txt")) ?? "absent"), "two\n");
  assert.equal(await checkpoints.before("task-1", root, "other.txt"), undefined);
  assert.equal(await checkpoints.changes("task-2", root), undefined);
});
