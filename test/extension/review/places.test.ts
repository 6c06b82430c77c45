import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { beforeQuery, readBeforeQuery } from "../../../extension/review/before-uri.ts";
import { readPlace } from "../../../extension/review/read-place.ts";
import { firstLine, reviewTitle } from "../../../extension/review/review-title.ts";

const address = { scheme: "file", toString: () => "file:///a.ts" };

test("a place is read from a context menu, the line numbers' menu, a light bulb and a link", () => {
  assert.deepEqual(readPlace(address), { uri: "file:///a.ts", line: undefined });
  assert.deepEqual(readPlace({ uri: address, lineNumber: 7 }), { uri: "file:///a.ts", line: 6 });
  assert.deepEqual(readPlace({ uri: address, line: 7 }), { uri: "file:///a.ts", line: 7 });
  assert.deepEqual(readPlace({ uri: "file:///a.ts", line: 0 }), { uri: "file:///a.ts", line: 0 });
});

test("from the command palette comes no place", () => {
  for (const nothing of [undefined, null, "text", 1, {}, { uri: 1 }]) assert.equal(readPlace(nothing), undefined);
});

test("the name of a text from before a task comes back whole, whatever its path holds", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (task, workspace, path) => {
      assert.deepEqual(readBeforeQuery(beforeQuery({ task, workspace, path })), { task, workspace, path });
    }),
  );
});

test("a foreign address names no text", () => {
  for (const query of ["", "a=b", "{}", "[1,2,3]", '["a","b"]']) assert.equal(readBeforeQuery(query), undefined);
});

test("a title shows the first line of the prompt, cut between characters, and tells equal prompts apart", () => {
  assert.equal(firstLine("\n fix it\nnow"), "fix it");
  assert.equal([...firstLine("😀".repeat(100))].length, 60);
  assert.notEqual(reviewTitle("Review", "fix", "task-0001"), reviewTitle("Review", "fix", "task-0002"));
});
