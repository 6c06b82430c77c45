import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { editorFor } from "../support/editor.ts";
import { editorText, goToLine, notification, openFile } from "../support/page.ts";
import { changeConfiguration, playGroundFor } from "../support/playground.ts";
import { awaitDecision, awaitEnd, editedFile, save, sendInline } from "./inline-steps.ts";

const goFile = "half.go";
const goFunction = "func Half(x int) int {\n\treturn x / 2\n}";
const go = `package half\n\n${goFunction}\n`;
const betterGo = "func Half(x int) int {\n\treturn x >> 1\n}";
const old = "export function roundHalfEven(value) {\n  return Math.round(value);\n}";
const better = "export function roundHalfEven(value) {\n  return Math.round(value / 2) * 2;\n}";
const slow = `export function roundHalfEven(value) {\n  const half = value / 2;\n${"  // Slowly.\n".repeat(9)}  return half;\n}`;
const broken = "export function roundHalfEven(value {\n  return Math.round(value);\n}";

const says = (text: string, delayMs = 2) => [
  { text: `\`\`\`\`\n${text}\n\`\`\`\``, pieces: { characters: 6, delayMs } },
];
const scripts = [
  { model: "*", when: { prompt: "shift in go" }, turns: says(betterGo) },
  { model: "*", when: { prompt: "round as soon as possible" }, turns: says(better) },
  { model: "*", when: { prompt: "round slowly" }, turns: says(slow, 60) },
  { model: "*", when: { prompt: "nobody gets this" }, turns: says(broken) },
  { model: "*", when: { prompt: "leave it" }, turns: says(old) },
];

test("without a selection the function is meant; what no model gets right leaves no trace and is told each time", async (t) => {
  const ground = await playGroundFor(t, { scripts });
  changeConfiguration(ground.home, { pins: { "inline-edit": ["local", "open"] } });
  writeFileSync(join(ground.repository, goFile), go);
  const onDisk = (name: string) => readFileSync(join(ground.repository, name), "utf8");
  const before = onDisk(editedFile);
  const first = before.slice(0, before.indexOf(old)).split("\n").length;
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const { page } = editor;

  await t.test("on a function's first line, before the editor knows the language", async () => {
    await openFile(page, editedFile);
    await goToLine(page, first);
    await sendInline(page, "round as soon as possible");
    await awaitDecision(page);
    await editor.screenshot("inline-aim-cold");
    await page.keyboard.press("Control+Enter");
    await awaitEnd(page);
    await save(page);
    assert.equal(onDisk(editedFile), before.replace(old, better));
    await page.keyboard.press("Control+Z");
    await page.locator(".tab.active.dirty").waitFor();
    await save(page);
    assert.equal(onDisk(editedFile), before);
  });

  await t.test(
    "the cursor may be moved while it streams: rejected it counts as saved, accepted it is one step",
    async () => {
      for (const decision of ["reject", "accept"]) {
        await goToLine(page, first);
        await sendInline(page, "round slowly");
        await page.locator(".view-line", { hasText: "value / 2" }).first().waitFor();
        for (let moves = 0; moves < 3; moves++) {
          await page.keyboard.press("ArrowUp");
          await page.waitForTimeout(150);
        }
        await awaitDecision(page);
        await page.keyboard.press(decision === "reject" ? "Escape" : "Control+Enter");
        await awaitEnd(page);
        if (decision === "accept") {
          await save(page);
          assert.equal(onDisk(editedFile), before.replace(old, slow));
          await page.keyboard.press("Control+Z");
          await page.locator(".tab.active.dirty").waitFor();
          await save(page);
        }
        await page.locator(".tab.active:not(.dirty)").waitFor({ timeout: 5_000 });
        assert.equal(onDisk(editedFile), before);
        assert.equal(await editorText(page), before);
      }
    },
  );

  await t.test("in a language without an outline", async () => {
    await openFile(page, goFile);
    await goToLine(page, 3);
    await sendInline(page, "shift in go");
    await awaitDecision(page);
    await editor.screenshot("inline-aim");
    await page.keyboard.press("Control+Enter");
    await awaitEnd(page);
    await save(page);
    assert.equal(onDisk(goFile), go.replace(goFunction, betterGo));
  });

  for (const [prompt, message] of [
    ["nobody gets this", "No model got the inline edit right, and the text is as before."],
    ["leave it", "No model got the inline edit right, and the text is as before. It changed nothing."],
  ] as const)
    await t.test(message, async () => {
      await openFile(page, editedFile);
      for (const round of ["first", "again"]) {
        await goToLine(page, first);
        await sendInline(page, prompt);
        const told = notification(page, message);
        await told.waitFor({ timeout: 60_000 });
        await editor.screenshot(`inline-${prompt.replaceAll(" ", "-")}-${round}`);
        await page.locator(".tab.active:not(.dirty)").waitFor({ timeout: 5_000 });
        assert.equal(onDisk(editedFile), before);
        // Out of sight, as after some seconds, but still in the editor's list.
        await page.keyboard.press("Escape");
        await told.waitFor({ state: "hidden" });
      }
    });
});
