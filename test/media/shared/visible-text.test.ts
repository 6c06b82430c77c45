import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { visibleCommand, visibleLine, visibleText } from "../../../media/shared/visible-text.ts";
import { inertCommand, inertForTerminal } from "../../../server/safety/untrusted-text.ts";

test("what turns the direction of text or hides in it is spelled out", () => {
  assert.equal(visibleText("a\u202eb\u200b\u001b[31m\n\tc\r\n"), "a<U+202E>b<U+200B><U+001B>[31m\n\tc\n");
  assert.equal(visibleLine(" a\n b\u2066 "), "a b<U+2066>");
  assert.equal(visibleCommand("ls\u0007     rm"), "ls<U+0007>␠×5 rm");
});

test("shows text and commands exactly as the terminal does", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      assert.equal(visibleText(text), inertForTerminal(text));
      assert.equal(visibleCommand(text), inertCommand(text));
    }),
  );
  assert.equal(visibleCommand("a     b\nc"), inertCommand("a     b\nc"));
});
