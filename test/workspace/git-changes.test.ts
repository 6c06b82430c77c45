import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { simpleGit } from "simple-git";
import { createGitChanges } from "../../server/workspace/git-changes.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const changes = createGitChanges(() => ({ PATH: process.env.PATH, HOME: "/nonexistent" }));

async function repository(t: TestContext, files: Readonly<Record<string, string>> = {}, commit = true) {
  const root = temporaryFolder(t);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const git = simpleGit(root);
  await git.init();
  await git.addConfig("user.name", "Ada").addConfig("user.email", "ada@example.org");
  if (commit) await git.add(".").commit("Start: the dates", { "--allow-empty": null });
  return { root, git, write };
}

test("staged changes, all changes and untracked names are told apart", async (t) => {
  const { root, git, write } = await repository(t, { "a.txt": "one\n", "b.txt": "two\n" });
  write("a.txt", "ONE\n");
  await git.add("a.txt");
  write("b.txt", "TWO\n");
  write("sub/new ü.txt", "new\n");
  assert.deepEqual(await changes.changedFiles(root, "staged"), { files: ["a.txt"], untracked: [] });
  assert.deepEqual(await changes.changedFiles(root, "all"), {
    files: ["a.txt", "b.txt"],
    untracked: ["sub/new ü.txt"],
  });
  assert.match(await changes.diff(root, "staged", ["a.txt"]), /-one\n\+ONE/);
  const diff = await changes.diff(root, "all", ["b.txt"]);
  assert.match(diff, /-two\n\+TWO/);
  assert.doesNotMatch(diff, /ONE/);
  assert.deepEqual(await changes.subjects(root, 10), ["Start: the dates"]);
});

test("before the first commit the staged files are the changes, and there are no subjects", async (t) => {
  const { root, git } = await repository(t, { "a.txt": "one\n" }, false);
  await git.add("a.txt");
  assert.deepEqual((await changes.changedFiles(root, "all"))?.files, ["a.txt"]);
  assert.match(await changes.diff(root, "all", ["a.txt"]), /\+one/);
  assert.deepEqual(await changes.subjects(root, 10), []);
});

test("a folder without a repository has no changes to tell", async (t) => {
  assert.equal(await changes.changedFiles(temporaryFolder(t), "all"), undefined);
});

test("a file that is named like an option or a pattern is just a file", async (t) => {
  const { root, write } = await repository(t, { "--output=x": "one\n", "*.txt": "one\n", "a.txt": "one\n" });
  for (const name of ["--output=x", "*.txt", "a.txt"]) write(name, "two\n");
  const diff = await changes.diff(root, "all", ["--output=x", "*.txt"]);
  assert.doesNotMatch(diff, /a\.txt/);
  assert.equal(existsSync(join(root, "x")), false);
});

test("no program that the repository names is run, and its index stays as it is", async (t) => {
  const { root, write } = await repository(t, { "a.txt": "one\n", ".gitattributes": "*.txt diff=evil filter=evil\n" });
  const ran = join(root, "ran");
  const evil = join(root, "evil.sh");
  writeFileSync(evil, `#!/bin/sh\ntouch ${ran}\ncat\n`);
  chmodSync(evil, 0o755);
  for (const key of [
    "diff.external",
    "diff.evil.command",
    "diff.evil.textconv",
    "filter.evil.clean",
    "core.fsmonitor",
    "core.pager",
  ]) {
    execFileSync("git", ["config", key, evil], { cwd: root });
  }
  write("a.txt", "two\n");
  const index = readFileSync(join(root, ".git/index"));
  assert.deepEqual((await changes.changedFiles(root, "all"))?.files, ["a.txt"]);
  assert.match(await changes.diff(root, "all", ["a.txt"]), /\+two/);
  assert.equal(existsSync(ran), false);
  assert.deepEqual(readFileSync(join(root, ".git/index")), index);
});
