import assert from "node:assert/strict";
import { test } from "node:test";
import { compareSpecificity, fill, match, parsePattern, parseQuery, splitPath } from "../src/route.ts";

const matched = (pattern: string, path: string) => match(parsePattern(pattern), path);

test("parsePattern knows text, names, digits and rests", () => {
  assert.deepEqual(parsePattern("/users/:id#/:tab/*path"), [
    { kind: "text", text: "users" },
    { kind: "name", name: "id", digits: true },
    { kind: "name", name: "tab", digits: false },
    { kind: "rest", name: "path" },
  ]);
});

test("parsePattern refuses a rest that is not last", () => {
  assert.throws(() => parsePattern("/*path/end"), /a rest must be last: \/\*path\/end/);
});

test("splitPath leaves out what is empty", () => {
  assert.deepEqual(splitPath("//a/b//"), ["a", "b"]);
  assert.deepEqual(splitPath("/"), []);
});

test("match takes text and names", () => {
  assert.deepEqual(matched("/users/:id", "/users/7"), { id: "7" });
  assert.equal(matched("/users/:id", "/posts/7"), undefined);
  assert.deepEqual(matched("/", "/"), {});
});

test("match wants as many segments", () => {
  assert.equal(matched("/users/:id", "/users"), undefined);
  assert.equal(matched("/users/:id", "/users/7/edit"), undefined);
});

test("match wants digits where the pattern does", () => {
  assert.deepEqual(matched("/users/:id#", "/users/42"), { id: "42" });
  assert.equal(matched("/users/:id#", "/users/42a"), undefined);
});

test("match gives the rest", () => {
  assert.deepEqual(matched("/files/*path", "/files/a/b.txt"), { path: "a/b.txt" });
  assert.deepEqual(matched("/files/*path", "/files"), { path: "" });
});

test("match decodes values", () => {
  assert.deepEqual(matched("/:name", "/a%20b"), { name: "a b" });
  assert.equal(matched("/:name", "/%zz"), undefined);
});

test("match leaves the query out", () => {
  assert.deepEqual(matched("/:name", "/a?b=/c"), { name: "a" });
});

test("fill puts values in and encodes them", () => {
  assert.equal(fill(parsePattern("/users/:id/files/*path"), { id: "a b", path: "x/y z" }), "/users/a%20b/files/x/y%20z");
  assert.equal(fill(parsePattern("/"), {}), "/");
});

test("fill refuses a missing value", () => {
  assert.throws(() => fill(parsePattern("/:id"), {}), /missing parameter: id/);
});

test("compareSpecificity puts text before digits before names before rests", () => {
  const patterns = ["/a/*rest", "/a/:name", "/a/:id#", "/a/b", "/a"];
  const sorted = patterns.toSorted((a, b) => compareSpecificity(parsePattern(a), parsePattern(b)));
  assert.deepEqual(sorted, ["/a/b", "/a/:id#", "/a/:name", "/a", "/a/*rest"]);
});

test("parseQuery keeps all values of a name", () => {
  assert.deepEqual([...parseQuery("/x?a=1&b=2&a=3")], [["a", ["1", "3"]], ["b", ["2"]]]);
});

test("parseQuery decodes names and values", () => {
  assert.deepEqual([...parseQuery("/x?a%20b=c+d%26")], [["a b", ["c d&"]]]);
});

test("parseQuery takes names without a value", () => {
  assert.deepEqual([...parseQuery("/x?a&b=")], [["a", [""]], ["b", [""]]]);
  assert.deepEqual([...parseQuery("/x")], []);
});
