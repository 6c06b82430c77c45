import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { editorFor } from "../support/editor.ts";
import { editorText, openFile, runCommand } from "../support/page.ts";
import { playGroundFor } from "../support/playground.ts";
import { awaitDecision, awaitEnd, save, selectLines, sendInline } from "./inline-steps.ts";

const old = ["export function half(value) {", "  return value / 2;", "}"];
const better = [
  "export function half(value) {",
  "  // Of nothing there is no half.",
  "  if (value === 0) return 0;",
  "  return value / 2;",
  "}",
];
const prompt = "think of nothing too";

function module_(lineEnd: string, functions: number): string {
  const above = Array.from({ length: functions }, (_, index) => [
    `/** Number ${index}. */`,
    `export function plus${index}(value) {`,
    `  return value + ${index};`,
    "}",
    "",
  ]).flat();
  return [...above, ...old, "", "export const last = 1;"].join(lineEnd);
}

async function begin(t: TestContext) {
  const turns = [{ text: `\`\`\`js\n${better.join("\n")}\n\`\`\``, pieces: { characters: 6, delayMs: 1 } }];
  const ground = await playGroundFor(t, { scripts: [{ model: "*", when: { prompt }, turns }] });
  const files = {
    "crlf.js": module_("\r\n", 3),
    "long.js": module_("\n", 4_000),
    "long-crlf.js": module_("\r\n", 4_000),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(ground.repository, name), text);
  const editor = await editorFor(t, {
    workspace: ground.repository,
    home: ground.home,
    settings: { "editor.quickSuggestions": false, "editor.autoClosingBrackets": "never", "editor.autoIndent": "none" },
  });
  return {
    editor,
    page: editor.page,
    files,
    onDisk: (name: string) => readFileSync(join(ground.repository, name), "utf8"),
  };
}

test("inline edits in CRLF, 20,000-line and untitled documents are rejected and accepted byte for byte", async (t) => {
  const { editor, page, files, onDisk } = await begin(t);

  for (const [name, before] of Object.entries(files))
    await t.test(name, async () => {
      const lineEnd = before.includes("\r\n") ? "\r\n" : "\n";
      const first = before.split(lineEnd).indexOf(old[0] ?? "") + 1;
      await openFile(page, name);
      await selectLines(page, first, first + 2);
      await sendInline(page, prompt);
      await awaitDecision(page);
      await page.keyboard.press("Escape");
      await awaitEnd(page);
      await page.locator(".tab.active:not(.dirty)").waitFor();
      assert.equal(onDisk(name), before);

      await selectLines(page, first, first + 2);
      await sendInline(page, prompt);
      await awaitDecision(page);
      await editor.screenshot(`inline-${name}`);
      await page.keyboard.press("Control+Enter");
      await awaitEnd(page);
      await save(page);
      assert.equal(onDisk(name), before.replace(old.join(lineEnd), better.join(lineEnd)));
    });

  await t.test("untitled", async () => {
    await runCommand(page, "File: New Untitled Text File");
    await page.locator(".tab.active", { hasText: "Untitled-1" }).waitFor();
    await page.keyboard.insertText([...old, "", "the end"].join("\n"));
    const before = await editorText(page);
    assert.equal(before, [...old, "", "the end"].join("\n"));
    await selectLines(page, 1, 3);
    await sendInline(page, prompt);
    await awaitDecision(page);
    await page.keyboard.press("Escape");
    await awaitEnd(page);
    assert.equal(await editorText(page), before);

    await selectLines(page, 1, 3);
    await sendInline(page, prompt);
    await awaitDecision(page);
    await editor.screenshot("inline-untitled");
    await page.keyboard.press("Control+Enter");
    await awaitEnd(page);
    assert.equal(await editorText(page), before.replace(old.join("\n"), better.join("\n")));
    await page.keyboard.press("Control+Z");
    await page.locator(".view-line", { hasText: "Of nothing" }).waitFor({ state: "detached" });
    assert.equal(await editorText(page), before);
  });
});
