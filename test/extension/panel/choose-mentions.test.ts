import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { chooseMentions, type Mentionable } from "../../../extension/panel/choose-mentions.ts";
import { foldersOf, rankPaths } from "../../../extension/panel/rank-paths.ts";

const words = { problems: "Problems", changes: "Changes", changesDetail: "git", selection: "Selection" };
const there: Mentionable = {
  files: ["README.md", "src/csv.ts", "src/dates.ts", "src/util/date-math.ts", "test/dates.test.ts"],
  ...{ open: ["test/dates.test.ts"], problems: 3, selection: "src/dates.ts:1-4" },
};
const labels = (query: string, from: Mentionable = there) => chooseMentions(query, from, words).map((it) => it.label);

test("an @ alone offers selection, problems and changes, then what is open, then the files", () => {
  assert.deepEqual(labels("").slice(0, 5), ["Selection", "Problems", "Changes", "dates.test.ts", "README.md"]);
});

test("without problems or a selection neither is offered", () => {
  assert.deepEqual(labels("", { ...there, problems: 0, selection: undefined }).slice(0, 1), ["Changes"]);
});

test("a name that begins with what was typed comes before one that only holds it", () => {
  assert.deepEqual(labels("dates").slice(0, 2), ["dates.ts", "dates.test.ts"]);
  assert.deepEqual(labels("dmath"), ["date-math.ts"]);
});

test("`file` and `folder` narrow the list down, with a colon also by name", () => {
  assert.deepEqual(
    labels("folder"),
    ["src", "src/util", "test"].map((path) => path.split("/").at(-1)),
  );
  assert.deepEqual(labels("folder:ut"), ["util"]);
  assert.deepEqual(labels("file:csv"), ["csv.ts"]);
  assert.deepEqual(labels("prob"), ["Problems"]);
});

test("every path that holds the typed letters in their order is found, and no other", () => {
  const path = fc.stringMatching(/^[ab/]{1,8}$/);
  fc.assert(
    fc.property(fc.uniqueArray(path), fc.stringMatching(/^[ab]{1,3}$/), (paths, query) => {
      const pattern = new RegExp([...query].join(".*"));
      const expected = paths.filter((it) => pattern.test(it)).toSorted();
      assert.deepEqual(rankPaths(paths, query, 1000).toSorted(), expected);
    }),
  );
});

test("finds one of 20,000 files", () => {
  const many = Array.from({ length: 20_000 }, (_, index) => `packages/p${index % 100}/src/module-${index}.ts`);
  assert.equal(rankPaths(many, "module-19999", 5)[0], many[19_999]);
});

test("the folders of files are all on their way from the root", () => {
  assert.deepEqual(foldersOf(["a/b/c.ts", "a/d.ts", "e.ts"]), ["a", "a/b"]);
});
