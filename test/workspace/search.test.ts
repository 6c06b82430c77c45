import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { listFiles } from "../../server/workspace/list-files.ts";
import type { SearchOutcome, SearchRequest } from "../../server/workspace/ports.ts";
import { search } from "../../server/workspace/search.ts";
import { temporaryFolder, writeTree } from "./temporary-folder.ts";

const never = new AbortController().signal;

function setUp(t: TestContext): string {
  const root = join(temporaryFolder(t), "project");
  mkdirSync(root);
  writeTree(root, {
    ".gitignore": "ignored/\n",
    ".git/config": "needle",
    ".github/ci.yml": "needle in hidden\r\n",
    "ignored/a.ts": "needle ignored",
    "src/a.ts": "one\nneedle (a)\n",
    "src/deep/b.js": "needle (b)\n",
    "z.ts": `${"x".repeat(3000)}needle\n`,
  });
  return root;
}

function find(root: string, more: Partial<SearchRequest>): Promise<SearchOutcome> {
  const request: SearchRequest = {
    pattern: "needle",
    literal: false,
    within: root,
    glob: undefined,
    maxMatches: 100,
    ...more,
  };
  return search(root, request, never);
}

function pathsOf(outcome: SearchOutcome): readonly string[] {
  assert.equal(outcome.kind, "found", JSON.stringify(outcome));
  return outcome.kind === "found" ? outcome.matches.map((match) => match.path) : [];
}

test("hidden files are found, ignored ones and git's own are not, in the order of paths", async (t) => {
  const outcome = await find(setUp(t), {});
  assert.deepEqual(pathsOf(outcome), [".github/ci.yml", "src/a.ts", "src/deep/b.js", "z.ts"]);
  assert.deepEqual(outcome.kind === "found" && outcome.matches[0], {
    path: ".github/ci.yml",
    line: 1,
    text: "needle in hidden",
  });
  assert.ok(outcome.kind === "found" && (outcome.matches[3]?.text.length ?? 0) < 600);
});

test("a glob narrows the search and never brings ignored files back", async (t) => {
  const root = setUp(t);
  assert.deepEqual(pathsOf(await find(root, { glob: "*.ts" })), ["src/a.ts", "z.ts"]);
  assert.deepEqual(pathsOf(await find(root, { glob: "src/**/*.js" })), ["src/deep/b.js"]);
  assert.deepEqual(pathsOf(await find(root, { within: join(root, "src") })), ["src/a.ts", "src/deep/b.js"]);
});

test("patterns are regular expressions unless they are literal, and never options", async (t) => {
  const root = setUp(t);
  assert.deepEqual(pathsOf(await find(root, { pattern: "needle \\((a|b)\\)$" })), ["src/a.ts", "src/deep/b.js"]);
  assert.deepEqual(pathsOf(await find(root, { pattern: "needle (a)", literal: true })), ["src/a.ts"]);
  assert.deepEqual(pathsOf(await find(root, { pattern: "--pre=sh" })), []);
  assert.deepEqual(pathsOf(await find(root, { pattern: "hidden$" })), [".github/ci.yml"]);
});

test("more matches than wanted are cut and said to be", async (t) => {
  const outcome = await find(setUp(t), { maxMatches: 2 });
  assert.deepEqual(outcome.kind === "found" && [outcome.matches.length, outcome.truncated], [2, true]);
});

test("a pattern that can't be parsed comes back with what is wrong with it", async (t) => {
  const outcome = await find(setUp(t), { pattern: "need(le" });
  assert.equal(outcome.kind, "bad-pattern");
  assert.match(outcome.kind === "bad-pattern" ? outcome.message : "", /unclosed group/);
});

test("a search that is cancelled says so", async (t) => {
  const controller = new AbortController();
  controller.abort();
  const request = { pattern: "x", literal: false, within: "/", glob: undefined, maxMatches: 1 };
  assert.equal((await search(setUp(t), request, controller.signal)).kind, "failed");
});

test("a pattern that is slow elsewhere is quick here", async (t) => {
  const root = setUp(t);
  writeFileSync(join(root, "evil.txt"), `${"a".repeat(100_000)}!\n`);
  assert.equal((await find(root, { pattern: "(a+)+$" })).kind, "found");
});

test("files are listed relative to the root, sorted, without ignored ones, and cut at the limit", async (t) => {
  const root = setUp(t);
  const files = [".github/ci.yml", ".gitignore", "src/a.ts", "src/deep/b.js", "z.ts"];
  assert.deepEqual(await listFiles(root, root, 100, never), { files, truncated: false });
  assert.deepEqual(await listFiles(root, root, 5, never), { files, truncated: false });
  assert.equal((await listFiles(root, root, 2, never)).truncated, true);
  assert.deepEqual(await listFiles(root, join(root, "src"), 9, never), { files: files.slice(2, 4), truncated: false });
});
