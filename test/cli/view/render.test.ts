import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { textWidth } from "../../../server/cli/text-width.ts";
import { type Frame, render, renderLadder } from "../../../server/cli/view/render.ts";
import { emptyView, fold, type ViewState } from "../../../server/cli/view/state.ts";
import { makeStyle } from "../../../server/cli/view/style.ts";
import { summary } from "../../../server/cli/view/summary.ts";
import type { TaskEvent } from "../../../server/protocol/events.ts";
import { taskEnd, twoAttempts } from "../scripted-events.ts";

const plain: Frame = {
  width: 80,
  height: 24,
  now: 21_000,
  style: makeStyle({ color: false, unicode: true }),
  cancelling: false,
};

function stateAfter(count: number): ViewState {
  return twoAttempts()
    .slice(0, count)
    .reduce((state, event, index) => fold(state, event, index * 1000), emptyView);
}

test("the live view while the second attempt writes", () => {
  assert.deepEqual(render(stateAfter(21), plain), [
    "",
    "fix the date tests",
    "fix · likely $0.004, $0.00 to $0.09 · local first: it is free and proves four o…",
    "",
    "fix",
    "  ✗ ollama/small  local  1 step  $0.00    12s  1 test still fails",
    "  ● host/larger   open   1 step  $0.00     4s",
    "      writing",
    "    │ The month is off by one.",
    "",
    "$0.00 spent · $0.009 held · 21s · Ctrl-C cancels",
  ]);
});

test("tools and checks that are done stand above what runs now", () => {
  assert.deepEqual(render(stateAfter(14), plain).slice(5, 9), [
    "  ● ollama/small  local  1 step  $0.00    17s",
    "    ✓ read_file src/dates.ts",
    "    ✗ npm test: 1 of 12 tests fails",
    "      waiting for the model",
  ]);
});

test("without UTF-8 everything is ASCII", () => {
  const style = makeStyle({ color: false, unicode: false });
  for (const line of render(stateAfter(21), { ...plain, style })) assert.match(line, /^[\x20-\x7e]*$/);
});

test("the ladder that stays shows every attempt with its verdict", () => {
  assert.deepEqual(renderLadder(stateAfter(99), plain).slice(3), [
    "",
    "fix",
    "  ✗ ollama/small  local  1 step         $0.00    12s  1 test still fails",
    "  ✓ host/larger   open   1 step  $0.004200001   1:05  12 tests pass, 2 of them…",
  ]);
});

test("a narrow terminal keeps mark, model and cost", () => {
  assert.deepEqual(renderLadder(stateAfter(99), { ...plain, width: 34 }).slice(5), [
    "  ✗ ollama/small         $0.00",
    "  ✓ host/larger   $0.004200001",
  ]);
});

test("cancelling says how to stop at once, and a budget warning stands above the sum", () => {
  const lines = render(stateAfter(27), { ...plain, cancelling: true });
  assert.deepEqual(lines.slice(-2), [
    "80 % of the budget of a day is spent.",
    "$0.004200001 spent · 21s · cancelling, press again to stop at once",
  ]);
});

test("no line is wider or taller than the terminal, and none steers it, whatever models and files are called", () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 60 }),
    fc.constantFrom("\u001b[2J", "漢字テスト", "a\nb", "\u202e"),
  );
  const check = (title: string, model: string, tail: string, width: number, height: number) => {
    const events: readonly TaskEvent[] = [
      { ...twoAttempts()[0], prompt: title } as TaskEvent,
      { type: "subtask-start", subtask: "s", parent: undefined, kind: "fix", title, because: "", models: [] },
      { type: "attempt-start", subtask: "s", attempt: "a", number: 1, model, rung: model },
      { type: "text-delta", attempt: "a", text: tail },
    ];
    const state = events.reduce((before, event) => fold(before, event, 0), emptyView);
    const lines = render(state, { ...plain, width, height });
    assert.ok(lines.length <= height, `${lines.length} lines of ${height}`);
    for (const line of lines) {
      assert.ok(textWidth(line) <= width, `${textWidth(line)} of ${width}: ${line}`);
      assert.doesNotMatch(line, /[\p{Cc}\p{Cs}\u202e]/u);
    }
  };
  fc.assert(fc.property(text, text, text, fc.integer({ min: 20, max: 120 }), fc.integer({ min: 8, max: 40 }), check));
});

test("colours change no character", () => {
  const style = makeStyle({ color: true, unicode: true });
  const coloured = render(stateAfter(21), { ...plain, style });
  assert.notDeepEqual(coloured, render(stateAfter(21), plain));
  assert.deepEqual(coloured.map(stripVTControlCharacters), render(stateAfter(21), plain));
});

test("the summary of a proved task", () => {
  assert.deepEqual(
    summary(taskEnd({ kind: "proved", because: "12 tests pass, 2 of them failed before." }), plain.style, 80),
    [
      "",
      "The month was off by one.",
      "",
      "Changed",
      "  src/dates.ts",
      "",
      "✓ Proved: 12 tests pass, 2 of them failed before.",
      "  $0.004200001 spent",
      "  about $0.12 had vendor/frontier done it all (an estimate: same tokens at its price)",
      "  Receipt: stepladder receipt task-aaaa111111",
      "  Take it back: stepladder undo task-aaaa111111",
    ],
  );
});
