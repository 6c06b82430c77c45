import assert from "node:assert/strict";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type TestContext, test } from "node:test";
import { rgPath } from "@vscode/ripgrep";
import { ripgrepFinder } from "../../server/workspace/find-ripgrep.ts";
import { createRipgrep } from "../../server/workspace/ripgrep.ts";
import { createSearch } from "../../server/workspace/search.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const noPackage = async (): Promise<string> => {
  throw new Error("Cannot find package '@vscode/ripgrep'");
};

function setUp(t: TestContext) {
  const folder = temporaryFolder(t);
  const project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(project, "a.txt"), "a needle\n");
  const find = (finder: ReturnType<typeof ripgrepFinder>) =>
    createSearch(createRipgrep(finder))(
      project,
      { pattern: "needle", literal: true, glob: undefined, within: project, maxMatches: 10 },
      new AbortController().signal,
    );
  return { folder, find };
}

test("without the package's ripgrep the editor's own one searches", async (t) => {
  const { folder, find } = setUp(t);
  const fromEditor = join(folder, "rg");
  symlinkSync(rgPath, fromEditor);
  const found = await find(ripgrepFinder(fromEditor, noPackage));
  assert.ok(found.kind === "found" && found.matches.length === 1);
});

test("the package's ripgrep goes first, and needs none from the editor", async (t) => {
  const { find } = setUp(t);
  assert.deepEqual(await ripgrepFinder("/not/there/rg")(), { kind: "found", file: rgPath });
  assert.equal((await find(ripgrepFinder())).kind, "found");
});

test("a path that is relative, gone, a folder or no program is not taken, and the search says what is missing", async (t) => {
  const { folder, find } = setUp(t);
  const text = join(folder, "text");
  writeFileSync(text, "not a program");
  chmodSync(text, 0o644);
  for (const path of [undefined, join(folder, "gone"), folder, text, relative(process.cwd(), rgPath)]) {
    const found = await find(ripgrepFinder(path, noPackage));
    assert.ok(found.kind === "failed", path);
    assert.match(found.because, /ripgrep was not found.*install Stepladder anew/);
  }
});
