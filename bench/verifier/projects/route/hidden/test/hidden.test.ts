import assert from "node:assert/strict";
import { test } from "node:test";
import { compareSpecificity, fill, match, parsePattern, parseQuery, splitPath } from "../src/route.ts";
import { createTable } from "../src/table.ts";

const matched = (pattern: string, path: string) => match(parsePattern(pattern), path);
const same = (actual: unknown, expected: unknown) => assert.deepEqual(actual === undefined ? undefined : JSON.parse(JSON.stringify(actual)), expected);

test("parsePattern", () => {
  assert.deepEqual(parsePattern("/"), []);
  assert.deepEqual(parsePattern("a//b/"), [{ kind: "text", text: "a" }, { kind: "text", text: "b" }]);
  assert.deepEqual(parsePattern("/:a/:b#"), [{ kind: "name", name: "a", digits: false }, { kind: "name", name: "b", digits: true }]);
  assert.deepEqual(parsePattern("/x#/*all"), [{ kind: "text", text: "x#" }, { kind: "rest", name: "all" }]);
  for (const bad of ["/*a/*b", "*a/b", "/x/*a/y"]) assert.throws(() => parsePattern(bad), /a rest must be last/);
});
test("splitPath", () => {
  assert.deepEqual(splitPath(""), []);
  assert.deepEqual(splitPath("a"), ["a"]);
  assert.deepEqual(splitPath("/ /a/./b"), [" ", "a", ".", "b"]);
});
test("match", () => {
  same(matched("/", ""), {});
  same(matched("/", "/a"), undefined);
  same(matched("/a/b", "/a/b/"), {});
  same(matched("/a/b", "/a/c"), undefined);
  same(matched("/a b", "/a%20b"), {});
  same(matched("/:a/:b", "/1/2?x=3"), { a: "1", b: "2" });
  same(matched("/:a/x/:b", "/1/y/2"), undefined);
  same(matched("/:id#", "/"), undefined);
  same(matched("/:id#", "/0"), { id: "0" });
  same(matched("/:id#", "/12 "), undefined);
  same(matched("/:id#", "/a12"), undefined);
  same(matched("/:a/*rest", "/x/y/z/"), { a: "x", rest: "y/z" });
  same(matched("/*rest", "/"), { rest: "" });
  same(matched("/a/*rest", "/b/c"), undefined);
  same(matched("/:a/*rest", "/"), undefined);
  same(matched("/a/:b", "/a/%E0%A4%A"), undefined);
  same(matched("/:b", "/%2F"), { b: "/" });
});
test("fill", () => {
  assert.equal(fill(parsePattern("/a/:b#/c"), { b: "7", unused: "x" }), "/a/7/c");
  assert.equal(fill(parsePattern("/:b"), { b: "a/b?c" }), "/a%2Fb%3Fc");
  assert.equal(fill(parsePattern("/*b"), { b: "" }), "/");
  assert.equal(fill(parsePattern("/*b"), { b: "a?/b&" }), "/a%3F/b%26");
  assert.throws(() => fill(parsePattern("/:a/*b"), { a: "1" }), /missing parameter: b/);
  assert.equal(fill(parsePattern("/:a"), { a: "" }), "/");
});
test("compareSpecificity", () => {
  const patterns = ["/*r", "/:a/:b", "/:a", "/x/*r", "/x", "/x/y", "/:n#/y", "/x/:n#", "/"];
  const sorted = patterns.toSorted((a, b) => compareSpecificity(parsePattern(a), parsePattern(b)));
  assert.deepEqual(sorted, ["/x/y", "/x/:n#", "/x", "/x/*r", "/:n#/y", "/:a/:b", "/:a", "/", "/*r"]);
  assert.equal(compareSpecificity(parsePattern("/a"), parsePattern("/b")), 0);
  assert.ok(compareSpecificity(parsePattern("/a"), parsePattern("/:b")) < 0);
});
test("parseQuery", () => {
  const read = (path: string) => [...parseQuery(path)];
  assert.deepEqual(read("?"), []);
  assert.deepEqual(read("/x?&&"), []);
  assert.deepEqual(read("/x?a=b=c"), [["a", ["b=c"]]]);
  assert.deepEqual(read("/x?a=1#b=2"), [["a", ["1"]]]);
  assert.deepEqual(read("/x?a+b=%2B&=v"), [["a b", ["+"]], ["", ["v"]]]);
  assert.deepEqual(read("/x?a=%zz&%zz=1"), [["a", ["%zz"]], ["%zz", ["1"]]]);
  assert.deepEqual(read("/x?b=1&a=2&b&b=1"), [["b", ["1", "", "1"]], ["a", ["2"]]]);
  assert.deepEqual(read("/x?a=1?b=2"), [["a", ["1?b=2"]]]);
});
test("table", () => {
  const table = createTable<number>();
  table.add("GET", "/*all", 1);
  table.add("get", "/a/:b", 2);
  table.add("POST", "/a/:b", 3);
  table.add("GET", "/a/:n#", 4);
  table.add("HEAD", "/a/b", 5);
  const found = (method: string, path: string) => {
    const result = table.find(method, path);
    return result.kind === "found" ? [result.handler, { ...result.params }] : result;
  };
  assert.deepEqual(found("GET", "/"), [1, { all: "" }]);
  assert.deepEqual(found("GET", "/a/x"), [2, { b: "x" }]);
  assert.deepEqual(found("post", "/a/9"), [3, { b: "9" }]);
  assert.deepEqual(found("GET", "/a/9"), [4, { n: "9" }]);
  assert.deepEqual(found("HEAD", "/a/9"), [4, { n: "9" }]);
  assert.deepEqual(found("HEAD", "/a/b"), [5, {}]);
  assert.deepEqual(found("HEAD", "/q"), [1, { all: "q" }]);
  assert.deepEqual(found("PATCH", "/a/9"), { kind: "wrong-method", allowed: ["GET", "POST"] });
  assert.deepEqual(found("PATCH", "/a/b"), { kind: "wrong-method", allowed: ["GET", "HEAD", "POST"] });
  const other = createTable<number>();
  other.add("POST", "/a", 1);
  assert.deepEqual(other.find("HEAD", "/a"), { kind: "wrong-method", allowed: ["POST"] });
  assert.deepEqual(other.find("POST", "/b"), { kind: "none" });
});
