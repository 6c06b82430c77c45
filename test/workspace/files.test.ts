import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { replaceFile, temporaryName } from "../../server/workspace/atomic-write.ts";
import { hashOf, readTextFile } from "../../server/workspace/files.ts";
import { absent, fileState, temporaryFolder } from "./temporary-folder.ts";

test("a text file is read with everything that must survive an edit", async (t) => {
  const file = join(temporaryFolder(t), "a.txt");
  writeFileSync(file, "\uFEFFone\r\ntwo\r\n");
  chmodSync(file, 0o640);
  assert.deepEqual(await readTextFile(file), {
    kind: "text",
    file: {
      text: "one\ntwo\n",
      encoding: "utf-8-bom",
      lineEnd: "\r\n",
      mode: 0o640,
      hash: hashOf(readFileSync(file)),
    },
  });
});

test("what is no text file is told apart", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "binary"), Buffer.from([1, 0, 2]));
  writeFileSync(join(folder, "large"), "x".repeat(101));
  symlinkSync(join(folder, "large"), join(folder, "link"));
  const kinds = await Promise.all(
    ["binary", "large", "link", "nothing", "large/below", "."].map(async (name) => [
      name,
      (await readTextFile(join(folder, name), 100)).kind,
    ]),
  );
  assert.deepEqual(Object.fromEntries(kinds), {
    binary: "binary",
    large: "too-large",
    link: "failed",
    nothing: "missing",
    "large/below": "missing",
    ".": "folder",
  });
});

test("a pipe is refused, not waited for", {
  skip: process.platform === "win32" && "no pipes in folders",
}, async (t) => {
  const pipe = join(temporaryFolder(t), "pipe");
  execFileSync("mkfifo", [pipe]);
  assert.equal((await readTextFile(pipe)).kind, "failed");
});

test("a file is replaced whole, with its mode, and nothing else is left in the folder", async (t) => {
  const root = temporaryFolder(t);
  const absolute = join(root, "run.sh");
  writeFileSync(absolute, "old");
  const request = { absolute, root, content: Buffer.from("new"), expected: fileState("old"), mode: 0o755 };
  assert.deepEqual(await replaceFile({ ...request, temporary: temporaryName(absolute) }), { kind: "replaced" });
  assert.equal(readFileSync(absolute, "utf8"), "new");
  assert.equal(statSync(absolute).mode & 0o777, 0o755);
  assert.deepEqual(readdirSync(root), ["run.sh"]);
});

test("what is not as expected at the last moment is left alone, and no temporary file stays", async (t) => {
  const root = temporaryFolder(t);
  const absolute = join(root, "a");
  writeFileSync(absolute, "theirs");
  const request = { absolute, root, content: Buffer.from("new"), mode: undefined, temporary: temporaryName(absolute) };
  assert.deepEqual(await replaceFile({ ...request, expected: fileState("old") }), { kind: "changed-meanwhile" });
  assert.deepEqual(await replaceFile({ ...request, expected: absent }), { kind: "changed-meanwhile" });
  assert.equal(readFileSync(absolute, "utf8"), "theirs");
  assert.deepEqual(readdirSync(root), ["a"]);
});

test("a folder on the way that became a link is not followed", async (t) => {
  const folder = temporaryFolder(t);
  const root = join(folder, "project");
  mkdirSync(root);
  mkdirSync(join(folder, "outside"));
  symlinkSync(join(folder, "outside"), join(root, "dir"));
  const absolute = join(root, "dir", "a");
  const request = { absolute, root, content: Buffer.from("x"), expected: absent, mode: undefined };
  const outcome = await replaceFile({ ...request, temporary: temporaryName(absolute) });
  assert.equal(outcome.kind, "failed");
  assert.deepEqual(readdirSync(join(folder, "outside")), []);
});
