import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { applyEdit } from "../../../server/workspace/edits/apply-edit.ts";
import { applyFileEdit } from "../../../server/workspace/edits/apply-file-edit.ts";
import type { EditOutcome } from "../../../server/workspace/edits/edit-outcome.ts";
import type { ParsedEdits } from "../../../server/workspace/edits/file-edit.ts";
import { parseApplyPatch } from "../../../server/workspace/edits/formats/apply-patch.ts";
import { parseSearchReplace } from "../../../server/workspace/edits/formats/search-replace.ts";
import { parseUnifiedDiff } from "../../../server/workspace/edits/formats/unified-diff.ts";
import { unifiedDiff } from "../../../server/workspace/edits/line-diff.ts";
import { decode, encode } from "../../../server/workspace/encoding.ts";
import { parseWholeFiles } from "../../conformance/support/whole-file.ts";

const path = "src/a.ts";

interface Scenario {
  readonly before: string;
  readonly after: string;
  readonly old: readonly string[];
  readonly new: readonly string[];
}

const word = fc.constantFrom(
  "let x = 1;",
  "}",
  "",
  "return;",
  "\tif (a) {",
  "  b();",
  "— “quoted” —",
  "é",
  "@@",
  "+1",
  "-- x",
);
const newLine = fc.oneof(
  word,
  fc.string({ maxLength: 8 }).filter((line) => !/[\n\r\\<>=*`~]|^\s*$/.test(line)),
);

/** A file in which the replaced lines stand once, because the first of them has a number of its own. */
const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    above: fc.array(word, { maxLength: 6 }),
    rest: fc.array(word, { maxLength: 3 }),
    below: fc.array(word, { maxLength: 6 }),
    wanted: fc.array(newLine, { maxLength: 4 }),
    newline: fc.boolean(),
  })
  .map(({ above, rest, below, wanted, newline }) => {
    const old = ["unique line 7", ...rest, "unique line 8"];
    const end = newline ? "\n" : "";
    const file = (lines: readonly string[]) => lines.join("\n") + (lines.length > 0 ? end : "");
    return {
      before: file([...above, ...old, ...below]),
      after: file([...above, ...wanted, ...below]),
      old,
      new: wanted,
    };
  })
  .filter(
    ({ before, after, new: wanted }) =>
      before !== after && (after.endsWith("\n") === before.endsWith("\n") || wanted.length > 0),
  );

function run(text: string, parsed: ParsedEdits): EditOutcome {
  if (parsed.kind === "malformed") return parsed;
  const [file, second] = parsed.files;
  assert.equal(second, undefined);
  return file === undefined ? { kind: "unchanged" } : applyFileEdit(text, file);
}

const join = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");
const signed = (sign: string, lines: readonly string[]) => lines.map((line) => `${sign}${line}`);

const formats: Readonly<Record<string, (scenario: Scenario) => EditOutcome>> = {
  blocks: ({ before, old, new: wanted }) =>
    run(before, parseSearchReplace(`<<<<<<< SEARCH\n${join(old)}=======\n${join(wanted)}>>>>>>> REPLACE`, { path })),
  "apply-patch": ({ before, old, new: wanted }) =>
    run(
      before,
      parseApplyPatch(
        [
          "*** Begin Patch",
          `*** Update File: ${path}`,
          "@@",
          ...signed("-", old),
          ...signed("+", wanted),
          "*** End Patch",
        ].join("\n"),
      ),
    ),
  "unified diff": ({ before, after }) => run(before, parseUnifiedDiff(unifiedDiff(path, before, after))),
  "whole file": ({ before, after }) =>
    run(before, parseWholeFiles(`${path}\n\`\`\`\n${after.replace(/\n$/, "")}\n\`\`\``, [path])),
};

for (const [name, apply] of Object.entries(formats)) {
  test(`${name}: what a format says is what the file becomes`, () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const outcome = apply(one);
        assert.equal(outcome.kind, "applied", JSON.stringify(outcome));
        if (outcome.kind !== "applied") return;
        // Whole-file text and a changed last line say nothing certain about the newline at the end.
        const alike = [one.after, `${one.after}\n`, one.after.replace(/\n$/, "")];
        assert.ok(alike.includes(outcome.text), JSON.stringify(outcome.text));
      }),
      { numRuns: 1_000 },
    );
  });
}

test("blocks and patches leave the newline at the end, line ends and byte order mark as they are", () => {
  fc.assert(
    fc.property(scenario, fc.constantFrom("\n", "\r\n"), fc.boolean(), (one, lineEnd, mark) => {
      const bytes = (text: string) => Buffer.from(`${mark ? "\uFEFF" : ""}${text.replaceAll("\n", lineEnd)}`);
      const file = decode(bytes(one.before));
      assert.equal(file.kind, "text");
      if (file.kind !== "text" || one.new.length === 0) return;
      for (const format of ["blocks", "apply-patch"]) {
        const outcome: EditOutcome | undefined = formats[format]?.({ ...one, before: file.text });
        assert.equal(outcome?.kind, "applied");
        if (outcome?.kind !== "applied") return;
        const encoded = encode(outcome.text, file);
        assert.ok(encoded.kind === "bytes" && Buffer.from(encoded.bytes).equals(bytes(one.after)));
      }
    }),
    { numRuns: 500 },
  );
});

/** Files of few different lines, so that most of their parts stand several times, in places that also differ in white space. */
const repetitive = fc
  .array(fc.constantFrom("a();", "  a();", "b();", "\tb();", "}", "", "a(); ", "“c”", '"c"'), {
    minLength: 2,
    maxLength: 14,
  })
  .chain((lines) =>
    fc.record({
      lines: fc.constant(lines),
      start: fc.nat(lines.length - 1),
      count: fc.integer({ min: 1, max: 3 }),
      spoil: fc.constantFrom("", " ", "\t", "  "),
    }),
  );

const loose = (line: string) => line.trim().replace(/[“”]/g, '"');

/** 0-based lines where the wanted lines stand one below the other. */
function standing(
  lines: readonly string[],
  wanted: readonly string[],
  key: (line: string) => string,
): readonly number[] {
  const keys = wanted.map(key);
  return lines.flatMap((_, at) =>
    keys.every((one, offset) => at + offset < lines.length && key(lines[at + offset] ?? "") === one) ? [at] : [],
  );
}

/** The lines where an edit may go: its one exact place, else the one that is the same but for white space and quotes. */
function allowed(lines: readonly string[], old: readonly string[]): readonly number[] {
  const exact = standing(lines, old, (line) => line);
  const places = exact.length > 0 ? exact : standing(lines, old, loose);
  if (places.length > 0) return places;
  const first = old.findIndex((line) => line !== "");
  const last = old.findLastIndex((line) => line !== "");
  const core = old.slice(first, last + 1);
  return first < 0 || core.length === old.length ? [] : allowed(lines, core);
}

const runs = Number(process.env.AMBIGUOUS_CASES ?? 5_000);

test(`in ${runs} files full of repetitions no edit goes to a place that may not be meant`, { timeout: 900_000 }, () => {
  let refused = 0;
  let placed = 0;
  fc.assert(
    fc.property(repetitive, ({ lines, start, count, spoil }) => {
      const text = `${lines.join("\n")}\n`;
      const old = lines.slice(start, start + count).map((line) => (line === "" ? line : spoil + line));
      const outcomes = [
        applyEdit(text, { old: join(old), new: "NEW\n", replaceAll: false }),
        run(text, parseSearchReplace(`<<<<<<< SEARCH\n${join(old)}=======\nNEW\n>>>>>>> REPLACE`, { path })),
        run(text, parseApplyPatch(`*** Update File: ${path}\n@@\n${signed("-", old).join("\n")}\n+NEW`)),
        run(text, parseUnifiedDiff(`@@ -1 +1 @@\n${signed("-", old).join("\n")}\n+NEW\n`, path)),
      ];
      for (const [index, outcome] of outcomes.entries()) {
        if (outcome.kind !== "applied") {
          refused++;
          continue;
        }
        placed++;
        const places = allowed(lines, old);
        const isPiece = index === 0 && text.split(join(old)).length === 2;
        assert.ok(isPiece || places.length === 1, JSON.stringify({ text, old, outcome }));
        if (!isPiece)
          assert.deepEqual(outcome.lines, [(places[0] ?? 0) + 1], JSON.stringify({ index, text, old, outcome }));
      }
    }),
    { numRuns: runs },
  );
  assert.ok(refused > placed / 10 && placed > runs / 10);
});
