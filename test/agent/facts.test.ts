import assert from "node:assert/strict";
import test from "node:test";
import { definedNames } from "../../server/agent/facts.ts";

test("the names that a part of a file defines are told in the usual languages, outer ones first", () => {
  const text = `export async function parse(text) {
  const inner = 1;
}
export default class Reader {}
pub(crate) fn read_all() {}
func (r *Reader) Close() error {}
    def method(self):
class Python:
export const limit = 3;
return parse(x);
// function commented() {}
`;
  assert.deepEqual(definedNames(text), ["parse", "Reader", "read_all", "Close", "Python", "limit", "inner", "method"]);
});

test("of many names the first dozen are told, and of none none", () => {
  const many = Array.from({ length: 40 }, (_, n) => `function f${n}() {}`).join("\n");
  assert.equal(definedNames(many).length, 12);
  assert.deepEqual(definedNames("Just a sentence."), []);
});
