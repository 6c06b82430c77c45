import assert from "node:assert/strict";
import { test } from "node:test";
import { folderOf, repositoryOf } from "../../../extension/source-control/choose-repository.ts";

const rooted = (...roots: string[]) => roots.map((root) => ({ root }));

test("a file belongs to the innermost repository around it", () => {
  const repositories = rooted("/home/me/app", "/home/me/app/vendor/lib", "/home/me/application");
  assert.equal(repositoryOf(repositories, "/home/me/app/vendor/lib/a.c")?.root, "/home/me/app/vendor/lib");
  assert.equal(repositoryOf(repositories, "/home/me/app/src/a.c")?.root, "/home/me/app");
  assert.equal(repositoryOf(repositories, "/home/me/application/a.c")?.root, "/home/me/application");
  assert.equal(repositoryOf(repositories, "/tmp/a.c"), undefined);
});

test("a repository is worked on in its own folder, else in one inside it, else in the one around it", () => {
  assert.equal(folderOf(rooted("/a", "/a/b"), "/a/b")?.root, "/a/b");
  assert.equal(folderOf(rooted("/x", "/a/b/packages/c"), "/a/b")?.root, "/a/b/packages/c");
  assert.equal(folderOf(rooted("/x", "/a"), "/a/b")?.root, "/a");
  assert.equal(folderOf(rooted("/x"), "/a/b"), undefined);
});
