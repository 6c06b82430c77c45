import assert from "node:assert/strict";
import { test } from "node:test";
import { readMixedFile } from "../../../extension/review/mixed-file.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

test("a file with mixed line ends is changed on disk, where each line keeps its own", () => {
  const file = readMixedFile(bytes("a\r\nb\n"), "a\nb\n");
  assert.equal(file?.text, "a\r\nb\n");
  assert.deepEqual(file?.encode("a\r\nc\n"), bytes("a\r\nc\n"));
});

test("so is one whose line ends were mixed before the task", () => {
  assert.equal(readMixedFile(bytes("a\nb\n"), "a\r\nb\n")?.text, "a\nb\n");
});

test("all others are changed in the editor, where undo reaches", () => {
  assert.equal(readMixedFile(bytes("a\r\nb\r\n"), "a\nb\n"), undefined);
});

test("a byte order mark is no part of the text, and stays", () => {
  const file = readMixedFile(bytes("\u{feff}a\r\nb\n"), "a\n");
  assert.equal(file?.text, "a\r\nb\n");
  assert.deepEqual(file?.encode("a\n"), bytes("\u{feff}a\n"));
});

test("bytes that are no UTF-8 are left to the editor, which knows the file's encoding", () => {
  assert.equal(readMixedFile(new Uint8Array([0x61, 0x0d, 0x0a, 0xff, 0x0a]), "a\n"), undefined);
});
