import assert from "node:assert/strict";
import { test } from "node:test";
import { format, formatField, guessSeparator, numbers, parse, parseLine, toObjects } from "../src/csv.js";

test("parseLine", () => {
  const cases = [
    ["", [""]],
    ["a", ["a"]],
    [",", ["", ""]],
    ["a,b,", ["a", "b", ""]],
    ['"a"', ["a"]],
    ['""', [""]],
    ['"",""', ["", ""]],
    ['a"b,c', ['a"b', "c"]],
    ['a"b"c', ['a"b"c']],
    ['"a,""b"",c",d', ['a,"b",c', "d"]],
    ['"a"b,c', ["ab", "c"]],
    ['x,"a;b"', ["x", "a;b"]],
    [" a , b ", [" a ", " b "]],
    ['"a""",b', ['a"', "b"]],
    ['"""a"', ['"a']],
  ];
  for (const [line, fields] of cases) assert.deepEqual(parseLine(line), fields, line);
  assert.deepEqual(parseLine("a,b;c", ";"), ["a,b", "c"]);
  assert.deepEqual(parseLine('"a\tb"\tc', "\t"), ["a\tb", "c"]);
  for (const line of ['"', '"a', 'x,"', '"a""', 'a,"b""']) assert.throws(() => parseLine(line), Error, line);
});
test("parse", () => {
  assert.deepEqual(parse(""), []);
  assert.deepEqual(parse("\n\n"), []);
  assert.deepEqual(parse("a"), [["a"]]);
  assert.deepEqual(parse("a\r\n"), [["a"]]);
  assert.deepEqual(parse("\na\n\n\nb\n"), [["a"], ["b"]]);
  assert.deepEqual(parse('"a\n\nb",c\nd,e\n'), [["a\n\nb", "c"], ["d", "e"]]);
  assert.deepEqual(parse('"a\nb\nc","d\ne"\nf,g'), [["a\nb\nc", "d\ne"], ["f", "g"]]);
  assert.deepEqual(parse('"a ""x""\nb"\n'), [['a "x"\nb']]);
  assert.deepEqual(parse("a;b\n1;2", ";"), [["a", "b"], ["1", "2"]]);
  assert.deepEqual(parse("a,b\n,\n"), [["a", "b"], ["", ""]]);
  for (const text of ['"', 'a\n"b']) assert.throws(() => parse(text), Error, text);
});
test("toObjects", () => {
  assert.deepEqual(toObjects([["a"]]), []);
  assert.deepEqual(toObjects([["a", "b", "c"], ["1"], [], ["1", "2", "3"]]), [
    { a: "1", b: "", c: "" },
    { a: "", b: "", c: "" },
    { a: "1", b: "2", c: "3" },
  ]);
  assert.throws(() => toObjects([["a"], ["1", "2"]]), /row 1 has 2 fields instead of 1/);
  assert.throws(() => toObjects([["a", "b"], ["1", "2"], ["1"], ["1", "2", "3", "4"]]), /row 3 has 4 fields instead of 2/);
  const rows = [["a"], ["1"]];
  toObjects(rows);
  assert.deepEqual(rows, [["a"], ["1"]]);
});
test("formatField", () => {
  const cases = [
    ["", ""],
    ["a b", "a b"],
    ["a ", '"a "'],
    [" ", '" "'],
    ["\ta", '"\ta"'],
    ["a\r", '"a\r"'],
    ["a\rb", '"a\rb"'],
    ['"', '""""'],
    ['""', '""""""'],
    [false, "false"],
    [1.5, "1.5"],
    [",", '","'],
    ["a;b", "a;b"],
  ];
  for (const [value, text] of cases) assert.equal(formatField(value), text, JSON.stringify(value));
  assert.equal(formatField("a;b", ";"), '"a;b"');
  assert.equal(formatField("a\tb", "\t"), '"a\tb"');
});
test("format", () => {
  assert.equal(format([{}]), "");
  assert.equal(format([{ a: "x,y", b: null }, { c: 'q"' }]), 'a,b,c\n"x,y",,\n,,"q"""\n');
  assert.equal(format([{ b: 1 }, { a: 2 }, { b: 3 }]), "b,a\n1,\n,2\n3,\n");
  assert.equal(format([{ "a,b": 1 }]), '"a,b"\n1\n');
  assert.equal(format([{ a: "1,5", b: "x;y" }], ";"), 'a;b\n1,5;"x;y"\n');
  for (const objects of [[{ a: 'x"y', b: " z" }], [{ a: "1\n2", b: "," }]])
    assert.deepEqual(toObjects(parse(format(objects))), objects);
});
test("numbers", () => {
  assert.deepEqual(numbers([], "n"), []);
  assert.deepEqual(numbers([{ n: "  " }, { n: " 3 " }, { n: "-1e3" }, { n: "0" }], "n"), [3, -1000, 0]);
  assert.deepEqual(numbers([{ n: "1_0_0", m: "7" }], "n"), [100]);
  assert.throws(() => numbers([{ n: "1" }, { n: "1,5" }], "n"), /1,5 is not a number/);
  assert.throws(() => numbers([{ n: "_x" }], "n"), /_x is not a number/);
});
test("guessSeparator", () => {
  const cases = [
    ["", ","],
    ["a,b;c", ","],
    ["a;b,c;d", ";"],
    ["a\tb\tc,d;e", "\t"],
    ["a\r\nb;c;d", ","],
    ['"x;y;z",a\tb\n', ","],
    ['"x,y",a;"z,w"', ","],
    ["a\nb;c", ","],
  ];
  for (const [text, separator] of cases) assert.equal(guessSeparator(text), separator, text);
});
