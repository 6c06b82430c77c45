import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { ScenarioInput } from "../../model-server/scenario.ts";
import { type Editor, editorFor } from "../support/editor.ts";
import { goToLine, notification, openFile } from "../support/page.ts";
import { changeConfiguration, playGroundFor } from "../support/playground.ts";
import {
  awaitDecision,
  awaitEnd,
  codeLens,
  editedFile,
  openPrompt,
  save,
  selectLines,
  sendInline,
} from "./inline-steps.ts";

const old = ["export function roundHalfEven(value) {", "  return Math.round(value);", "}"];
const right = [
  "export function roundHalfEven(value) {",
  "  const floor = Math.floor(value);",
  "  if (value - floor !== 0.5) return Math.round(value);",
  "  return floor % 2 === 0 ? floor : floor + 1;",
  "}",
];
const more = [
  "",
  "/** Tax on an amount in cents, in whole cents. The rate is in basis points: 1900 is 19 %. */",
  "export function taxOf(cents, basisPoints) {",
  "  return roundHalfEven((cents * basisPoints) / 10_000);",
  "}",
];
const [toEven, inCents, named] = ["  // To even.", "  // In cents.", "} // taxOf"] as const;
const threeChanges = [
  ...old.slice(0, 1),
  toEven,
  ...old.slice(1),
  ...more.slice(0, 3),
  inCents,
  ...more.slice(3, 4),
  named,
];

const says = (lines: readonly string[], delayMs = 1) => [
  { text: `\`\`\`js\n${lines.join("\n")}\n\`\`\``, pieces: { characters: 6, delayMs } },
];
const scripts: ScenarioInput["scripts"] = [
  { model: "*", when: { prompt: "really round to even" }, turns: says(right) },
  { model: "*", when: { prompt: "comment both functions" }, turns: says(threeChanges) },
  {
    model: "scripted/local-coder",
    when: { prompt: "break it first" },
    turns: says(["export function roundHalfEven(value {", ...right.slice(1)]),
  },
  { model: "*", when: { prompt: "break it first" }, turns: says(right) },
  { model: "*", when: { prompt: "take your time" }, turns: says(right, 400) },
];

/** The editor with the three lines of `roundHalfEven` selected. */
async function begin(t: TestContext, settings: Readonly<Record<string, unknown>> = {}) {
  const ground = await playGroundFor(t, { scripts });
  changeConfiguration(ground.home, { pins: { "inline-edit": ["local", "open"] } });
  const file = join(ground.repository, editedFile);
  const before = readFileSync(file, "utf8");
  const first = before.split("\n").indexOf(old[0] ?? "") + 1;
  const editor = await editorFor(t, {
    workspace: ground.repository,
    home: ground.home,
    settings: { "editor.quickSuggestions": false, "editor.autoClosingBrackets": "never", ...settings },
  });
  await openFile(editor.page, editedFile);
  await selectLines(editor.page, first, first + 2);
  return {
    editor,
    page: editor.page,
    file,
    before,
    first,
    with: (lines: readonly string[]) => before.replace(old.join("\n"), lines.join("\n")),
  };
}

async function assertUnchanged({ page }: Editor, file: string, before: string): Promise<void> {
  await page.locator(".tab.active:not(.dirty)").waitFor();
  assert.equal(readFileSync(file, "utf8"), before);
}

test("an inline edit shows its price, streams in as a diff, and is accepted as one step that undo takes back", async (t) => {
  const { editor, page, file, before, with: withLines } = await begin(t);
  await openPrompt(page);
  await page
    .locator(".review-widget", { hasText: /local-coder first, about \$.*open-coder/ })
    .waitFor({ timeout: 30_000 });
  await page.keyboard.type("really round to even");
  await editor.screenshot("inline-prompt");
  await page.keyboard.press("Enter");
  await awaitDecision(page);
  await editor.screenshot("inline-review");
  await page.keyboard.press("Control+Enter");
  await awaitEnd(page);
  await save(page);
  assert.equal(readFileSync(file, "utf8"), withLines(right));
  await page.keyboard.press("Control+Z");
  await page.locator(".tab.active.dirty").waitFor();
  await save(page);
  assert.equal(readFileSync(file, "utf8"), before);
});

test("Escape brings back every byte, and the file counts as saved", async (t) => {
  const { editor, page, file, before } = await begin(t, { "workbench.colorTheme": "Default High Contrast" });
  await sendInline(page, "really round to even");
  await awaitDecision(page);
  await editor.screenshot("inline-high-contrast");
  await page.keyboard.press("Escape");
  await awaitEnd(page);
  await assertUnchanged(editor, file, before);
});

test("one of three changes is accepted, the others are rejected", async (t) => {
  const { editor, page, file, before, first } = await begin(t);
  await selectLines(page, first, first + 7);
  await sendInline(page, "comment both functions");
  await awaitDecision(page);
  await page.locator(".codelens-decoration", { hasText: "Reject Change" }).nth(2).waitFor();
  await editor.screenshot("inline-changes");
  await codeLens(page, "Reject Change").click();
  await page.locator(".view-line", { hasText: "To even" }).waitFor({ state: "detached" });
  await page.locator(".codelens-decoration", { hasText: "Reject Change" }).nth(2).waitFor({ state: "detached" });
  await codeLens(page, "Accept Change").click();
  await page.locator(".codelens-decoration", { hasText: "Reject Change" }).nth(1).waitFor({ state: "detached" });
  await codeLens(page, "Reject Change").click();
  await awaitEnd(page);
  await save(page);
  assert.equal(readFileSync(file, "utf8"), before.replace(more[3] ?? "?", `${inCents}\n${more[3]}`));
});

test("an edit that does not parse is refuted, and the next model takes over by itself", async (t) => {
  const { editor, page, file, with: withLines } = await begin(t);
  await sendInline(page, "break it first");
  await awaitDecision(page);
  await page.locator(".codelens-decoration", { hasText: "open-coder" }).waitFor();
  await editor.screenshot("inline-escalated");
  await codeLens(page, "Accept").click();
  await awaitEnd(page);
  await save(page);
  assert.equal(readFileSync(file, "utf8"), withLines(right));
});

test("typing into the streaming lines stops the edit and keeps what was typed", async (t) => {
  const { editor, page, file, first } = await begin(t);
  await sendInline(page, "take your time");
  await codeLens(page, "Stop").waitFor();
  await page.locator(".view-line", { hasText: "const floor" }).first().waitFor({ timeout: 30_000 });
  await goToLine(page, first);
  await page.keyboard.press("End");
  await page.keyboard.type(" // mine");
  await notification(page, "You typed into the lines").waitFor();
  await editor.screenshot("inline-interrupted");
  await save(page);
  assert.match(readFileSync(file, "utf8"), /\{ \/\/ mine\n/);
});
