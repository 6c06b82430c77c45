import assert from "node:assert/strict";
import { test } from "node:test";
import { reportsWithin } from "../../../extension/inline/reports-within.ts";

test("of an edit's lines, the first and the last count, and nothing outside them", () => {
  const at = (line: number) => ({ line, severity: "error", message: `line ${line}` }) as const;
  const found = { kind: "settled", diagnostics: [at(2), at(3), at(5), at(6)] } as const;
  assert.deepEqual(reportsWithin(found, 3, 5), { kind: "settled", diagnostics: [at(3), at(5)] });
});

test("where nothing is known, nothing is known of some lines", () => {
  const unknown = { kind: "unknown", because: "The document was closed." } as const;
  assert.equal(reportsWithin(unknown, 0, 9), unknown);
});
