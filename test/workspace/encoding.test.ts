import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type DecodedText, decode, encode, newFileText } from "../../server/workspace/encoding.ts";

function decoded(bytes: Uint8Array): DecodedText {
  const outcome = decode(bytes);
  assert.equal(outcome.kind, "text");
  return outcome.kind === "text" ? outcome : newFileText;
}

function encodedHex(text: string, like: DecodedText): string {
  const outcome = encode(text, like);
  assert.equal(outcome.kind, "bytes");
  return outcome.kind === "bytes" ? Buffer.from(outcome.bytes).toString("hex") : "";
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

const bodies = fc.string({
  unit: fc.oneof(
    fc.constantFrom("\n", "\r\n", "\r", "a", "é", "日", "\u{1F600}"),
    fc.string({ minLength: 1, maxLength: 1 }),
  ),
  maxLength: 60,
});
const texts = bodies.filter((text) => !text.includes("\0"));

const files = fc.oneof(
  texts.map((text) => Buffer.from(text, "utf8")),
  texts.map((text) => Buffer.from(`\uFEFF${text}`, "utf8")),
  texts.map((text) => Buffer.from(`\uFEFF${text}`, "utf16le")),
  texts.map((text) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16()),
  fc.uint8Array({ maxLength: 80 }),
  fc
    .array(fc.constantFrom(0x0a, 0x0d, 0x41, 0xe9, 0x80, 0xff, 0xfe, 0xbb, 0xbf, 0xef), { maxLength: 60 })
    .map(Buffer.from),
);

test("every file that counts as text comes back byte for byte", () => {
  fc.assert(
    fc.property(files, (bytes) => {
      const outcome = decode(bytes);
      if (outcome.kind === "text") assert.equal(encodedHex(outcome.text, outcome), hex(bytes));
    }),
    { numRuns: 3000 },
  );
});

test("changing one line changes only that line's bytes, whatever the line ends are", () => {
  const line = fc.string({ unit: fc.constantFrom("a", "b", "é", " "), maxLength: 6 });
  const lines = fc.array(fc.tuple(line, fc.constantFrom("\n", "\r\n")), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(lines, line, fc.nat(), (parts, last, pick) => {
      const all = [...parts.map(([text, end]) => ({ text, end })), { text: last, end: "" }];
      const changed = pick % all.length;
      const join = (change: boolean) =>
        Buffer.from(
          all.map((part, index) => (change && index === changed ? "CHANGED" : part.text) + part.end).join(""),
        );
      const before = decoded(join(false));
      const text = before.text.split("\n").with(changed, "CHANGED").join("\n");
      assert.equal(encodedHex(text, before), hex(join(true)));
    }),
    { numRuns: 1000 },
  );
});

test("inserted and deleted lines leave the line ends of all others alone", () => {
  const before = decoded(Buffer.from("a\r\nb\nc\r\nd\n"));
  assert.equal(Buffer.from(encodedHex("a\nb\nnew\nc\nd\n", before), "hex").toString(), "a\r\nb\nnew\nc\r\nd\n");
  assert.equal(Buffer.from(encodedHex("a\nc\nd\n", before), "hex").toString(), "a\r\nc\r\nd\n");
  assert.equal(Buffer.from(encodedHex("a\nX\nc\nY\nY2\n", before), "hex").toString(), "a\r\nX\nc\r\nY\nY2\n");
});

test("new lines in a CRLF file get CRLF", () => {
  const before = decoded(Buffer.from("a\r\nb\r\n"));
  assert.deepEqual([before.text, before.lineEnd], ["a\nb\n", "\r\n"]);
  assert.equal(Buffer.from(encodedHex("a\nx\nb\n", before), "hex").toString(), "a\r\nx\r\nb\r\n");
});

test("a lone carriage return is a character, not a line end", () => {
  const before = decoded(Buffer.from("a\rb\r\r\nc\r\n"));
  assert.equal(before.text, "a\rb\r\nc\n");
});

test("bytes that are not UTF-8 survive an edit elsewhere", () => {
  const before = decoded(Buffer.from("caf\xe9\nold\n", "latin1"));
  assert.equal(before.encoding, "latin1");
  assert.equal(encodedHex(before.text.replace("old", "new"), before), hex(Buffer.from("caf\xe9\nnew\n", "latin1")));
});

test("characters that the file's encoding can't hold are refused and named", () => {
  const before = decoded(Buffer.from("caf\xe9", "latin1"));
  assert.deepEqual(encode("café ☕", before), { kind: "not-encodable", character: "☕" });
  assert.equal(encode("half \ud83d", newFileText).kind, "not-encodable");
});

test("programs and pictures count as binary", () => {
  assert.equal(decode(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1])).kind, "binary");
  assert.equal(decode(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])).kind, "binary");
  assert.equal(decode(Buffer.from("\uFEFFab\0", "utf16le")).kind, "binary");
});
