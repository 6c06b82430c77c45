import assert from "node:assert/strict";
import { test } from "node:test";
import { format, formatField, guessSeparator, numbers, parse, parseLine, toObjects } from "../src/csv.js";

test("parseLine splits at the separator", () => {
  assert.deepEqual(parseLine("a,b,c"), ["a", "b", "c"]);
  assert.deepEqual(parseLine("a;b", ";"), ["a", "b"]);
});

test("parseLine keeps empty fields", () => {
  assert.deepEqual(parseLine(",a,,"), ["", "a", "", ""]);
});

test("parseLine reads quoted fields", () => {
  assert.deepEqual(parseLine('"a,b",c'), ["a,b", "c"]);
  assert.deepEqual(parseLine('"",x'), ["", "x"]);
});

test("parseLine reads doubled quotes", () => {
  assert.deepEqual(parseLine('"say ""hi""",x'), ['say "hi"', "x"]);
  assert.deepEqual(parseLine('""""'), ['"']);
});

test("parseLine refuses an open quote", () => {
  assert.throws(() => parseLine('"a,b'), /unterminated/);
});

test("parse reads rows with both line ends and leaves empty lines out", () => {
  assert.deepEqual(parse("a,b\r\n1,2\n\n3,4\n"), [["a", "b"], ["1", "2"], ["3", "4"]]);
});

test("parse reads a line end inside of quotes", () => {
  assert.deepEqual(parse('a,"b\nc"\nd,e'), [["a", "b\nc"], ["d", "e"]]);
});

test("parse refuses an open quote at the end", () => {
  assert.throws(() => parse('a,"b\nc'), /unterminated/);
});

test("toObjects names the fields by the header", () => {
  assert.deepEqual(toObjects([["x", "y"], ["1", "2"], ["3", "4"]]), [{ x: "1", y: "2" }, { x: "3", y: "4" }]);
  assert.deepEqual(toObjects([]), []);
});

test("toObjects fills missing fields with empty text", () => {
  assert.deepEqual(toObjects([["x", "y"], ["1"]]), [{ x: "1", y: "" }]);
});

test("toObjects refuses rows that are too long", () => {
  assert.throws(() => toObjects([["x"], ["1"], ["1", "2"]]), /row 2 has 2 fields instead of 1/);
});

test("formatField quotes only what needs it", () => {
  assert.equal(formatField("plain"), "plain");
  assert.equal(formatField("a,b"), '"a,b"');
  assert.equal(formatField("a,b", ";"), "a,b");
  assert.equal(formatField(" a"), '" a"');
  assert.equal(formatField("a\nb"), '"a\nb"');
});

test("formatField doubles quotes", () => {
  assert.equal(formatField('say "hi"'), '"say ""hi"""');
});

test("formatField writes nothing for null and undefined, and numbers as they are", () => {
  assert.equal(formatField(null), "");
  assert.equal(formatField(undefined), "");
  assert.equal(formatField(0), "0");
});

test("format writes a header of all names", () => {
  assert.equal(format([{ a: 1 }, { b: 2, a: 3 }]), "a,b\n1,\n3,2\n");
  assert.equal(format([]), "");
});

test("format quotes names and values with its separator", () => {
  assert.equal(format([{ "a;b": "c;d" }], ";"), '"a;b"\n"c;d"\n');
});

test("numbers reads a column", () => {
  assert.deepEqual(numbers([{ n: "1" }, { n: "2.5" }, { n: "" }, {}], "n"), [1, 2.5]);
  assert.deepEqual(numbers([{ n: "1_000_000" }], "n"), [1000000]);
});

test("numbers refuses what is no number", () => {
  assert.throws(() => numbers([{ n: "x" }], "n"), /x is not a number/);
});

test("guessSeparator takes the most frequent one", () => {
  assert.equal(guessSeparator("a;b;c,d\n1,2,3,4,5"), ";");
  assert.equal(guessSeparator("a\tb"), "\t");
  assert.equal(guessSeparator("a"), ",");
});

test("guessSeparator does not look into quotes", () => {
  assert.equal(guessSeparator('"a,b,c";d'), ";");
});
