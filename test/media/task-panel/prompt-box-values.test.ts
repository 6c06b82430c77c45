import assert from "node:assert/strict";
import { test } from "node:test";
import { itemKey, withItem, withoutItem } from "../../../media/task-panel/context-chips.ts";
import { newer, older, type PromptHistory, promptAt, remember } from "../../../media/task-panel/prompt-history.ts";

const file = { kind: "file", path: "src/dates.ts" } as const;

test("a file added twice is one chip, and removing it leaves none", () => {
  const items = withItem(withItem(withItem([], file), { kind: "changes" }), { ...file });
  assert.deepEqual(items.map(itemKey), ["changes", "file:src/dates.ts"]);
  assert.deepEqual(withoutItem(items, itemKey(file)).map(itemKey), ["changes"]);
});

test("a hundred and one items become the newest hundred", () => {
  const paths = Array.from({ length: 101 }, (_, index) => ({ kind: "file", path: `f${index}` }) as const);
  const items = paths.reduce<ReturnType<typeof withItem>>(withItem, []);
  assert.equal(items.length, 100);
  assert.deepEqual(items.at(-1), paths.at(-1));
});

test("going back and forth through earlier prompts ends at the empty draft", () => {
  const empty: PromptHistory = { prompts: [], at: -1 };
  assert.equal(older(empty), undefined);
  const history = remember(remember(remember(empty, "one"), "two"), "one");
  const first = older(history);
  assert.equal(first && promptAt(first), "one");
  const second = first && older(first);
  assert.equal(second && promptAt(second), "two");
  assert.equal(second && older(second), undefined);
  const back = first && newer(first);
  assert.equal(back && promptAt(back), "");
  assert.equal(back && newer(back), undefined);
});

test("a prompt of a megabyte is sent but not kept", () => {
  assert.deepEqual(remember({ prompts: ["one"], at: 0 }, "x".repeat(1_000_000)), { prompts: ["one"], at: -1 });
});
