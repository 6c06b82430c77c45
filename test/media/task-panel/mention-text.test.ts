import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { mentionAt, withoutMention } from "../../../media/task-panel/mention-text.ts";

const query = (text: string) => {
  const caret = text.indexOf("|");
  return mentionAt(text.replace("|", ""), caret)?.query;
};

test("an @ after white space or a bracket opens a mention that goes up to the caret", () => {
  assert.equal(query("@|"), "");
  assert.equal(query("fix @src/da|tes.ts"), "src/da");
  assert.equal(query("see (@READ|"), "READ");
  assert.equal(query("line\n@x|"), "x");
});

test("an @ inside a word, before the caret's word or behind the caret is no mention", () => {
  assert.equal(query("me@example.com|"), undefined);
  assert.equal(query("@file and|"), undefined);
  assert.equal(query("|@file"), undefined);
});

test("a mention of endless length is none, and costs no time", () => {
  assert.equal(mentionAt(`@${"x".repeat(1_000_000)}`, 1_000_001), undefined);
});

test("what became a chip leaves the rest of the text as it was", () => {
  const text = "fix @dat now";
  const mention = mentionAt(text, 8);
  assert.ok(mention);
  assert.deepEqual(withoutMention(text, mention), { text: "fix now", caret: 4 });
});

test("taking a mention out never loses a character of the text around it but one space", () => {
  fc.assert(
    fc.property(fc.string(), fc.stringMatching(/^\S{0,20}$/), fc.string(), (before, typed, after) => {
      const head = `${before} @${typed}`;
      const mention = mentionAt(head + after, head.length);
      fc.pre(mention !== undefined && mention.start === before.length + 1);
      const { text, caret } = withoutMention(head + after, mention);
      assert.equal(caret, before.length + 1);
      assert.ok(text === `${before} ${after}` || text === `${before} ${after.slice(1)}`);
    }),
  );
});
