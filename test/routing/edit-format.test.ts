import assert from "node:assert/strict";
import { test } from "node:test";
import * as routing from "../../server/routing/edit-format.ts";
import type { EditRecord } from "../../server/spend/spend.ts";

const { editFormats } = routing;
/** The family is what stands before the dash. */
const familyOf = (model: string) => model.split("-")[0] ?? "";
const editFormatsFor = (id: string, records: readonly EditRecord[]) =>
  routing.editFormatsFor({ id, family: familyOf(id) }, records, familyOf);

const record = (format: string, placed: number, failed: number, model = "m") => ({ model, format, placed, failed });

test("replacement comes first where nothing is measured, then blocks, then whole files", () => {
  assert.deepEqual(editFormatsFor("m", []), ["replace", "blocks", "whole-file", "patch", "diff"]);
  assert.deepEqual(editFormatsFor("m", [record("replace", 0, 50, "other")])[0], "replace");
});

test("a model that fails in one format is asked for the next", () => {
  assert.equal(editFormatsFor("m", [record("replace", 9, 1)])[0], "replace");
  assert.equal(editFormatsFor("m", [record("replace", 1, 0), record("replace", 0, 1)])[0], "replace");
  assert.equal(editFormatsFor("m", [record("replace", 3, 7)])[0], "blocks");
  assert.equal(editFormatsFor("m", [record("replace", 3, 7), record("blocks", 2, 8)])[0], "whole-file");
});

test("a format that a model writes well by itself is chosen once that is measured", () => {
  assert.equal(editFormatsFor("m", [record("patch", 200, 2)])[0], "patch");
});

test("every format stands in the order exactly once, and unknown ones in the records change nothing", () => {
  const order = editFormatsFor("m", [record("telepathy", 100, 0), record("diff", 0, 9)]);
  assert.deepEqual(order.toSorted(), editFormats.toSorted());
});

test("a new model begins as its family writes best, and its own edits soon count for more", () => {
  const family = [record("replace", 10, 90, "m-small"), record("blocks", 95, 5, "m-small")];
  assert.equal(editFormatsFor("m-large", family)[0], "blocks");
  assert.equal(editFormatsFor("other-large", family)[0], "replace");
  const own = [record("blocks", 2, 18, "m-large"), record("replace", 60, 0, "m-large")];
  assert.equal(editFormatsFor("m-large", [...family, ...own])[0], "replace");
});

test("what is recorded of inline edits chooses nothing", () => {
  assert.deepEqual(editFormatsFor("m", [record("inline", 0, 100)]), editFormatsFor("m", []));
});
