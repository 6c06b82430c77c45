import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { editorFor } from "../support/editor.ts";
import { notification, openFile, runCommand } from "../support/page.ts";
import { changeConfiguration, playGroundFor } from "../support/playground.ts";
import {
  awaitDecision,
  awaitEnd,
  codeLens,
  editedFile,
  promptField,
  save,
  selectLines,
  sendInline,
} from "./inline-steps.ts";

const old = ["export function roundHalfEven(value) {", "  return Math.round(value);", "}"];
const from = (who: string) => [...old.slice(0, 1), `  // ${who}`, ...old.slice(1)];
const prompt = "round as one should";
const hint = "say that it was a hint";

const says = (who: string) => [
  { text: `\`\`\`js\n${from(who).join("\n")}\n\`\`\``, pieces: { characters: 4, delayMs: 30 } },
];
const scripts = [
  { model: "*", when: { prompt: [prompt, hint] }, turns: says("With the hint.") },
  { model: "scripted/local-coder", when: { prompt }, turns: says("By the first model.") },
  { model: "scripted/open-coder", when: { prompt }, turns: says("By the next model.") },
];

test("an inline edit is tried again with a hint, or by the next model, from its lenses and from the palette", async (t) => {
  const ground = await playGroundFor(t, { scripts });
  changeConfiguration(ground.home, { pins: { "inline-edit": ["local", "open"] } });
  const file = join(ground.repository, editedFile);
  const before = readFileSync(file, "utf8");
  const first = before.split("\n").indexOf(old[0] ?? "") + 1;
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const { page } = editor;
  const shows = (text: string) => page.locator(".view-line", { hasText: text }).first().waitFor({ timeout: 30_000 });
  const begin = async () => {
    await selectLines(page, first, first + 2);
    await sendInline(page, prompt);
    await awaitDecision(page);
    await shows("By the first model.");
  };
  const acceptAndUndo = async (who: string) => {
    await awaitDecision(page);
    await page.keyboard.press("Control+Enter");
    await awaitEnd(page);
    await save(page);
    assert.equal(readFileSync(file, "utf8"), before.replace(old.join("\n"), from(who).join("\n")));
    await page.keyboard.press("Control+Z");
    await page.locator(".tab.active.dirty").waitFor();
    await save(page);
    assert.equal(readFileSync(file, "utf8"), before);
  };
  const giveHint = async () => {
    await promptField(page).waitFor();
    await page.locator(".review-widget .edit-textarea .monaco-editor.focused").waitFor();
    await page.keyboard.type(hint);
    await editor.screenshot("inline-hint");
    await page.keyboard.press("Enter");
    await promptField(page).waitFor({ state: "detached" });
    await codeLens(page, "Stop").waitFor();
    await shows("With the hint.");
  };
  await openFile(page, editedFile);

  await t.test("Retry… above the lines", async () => {
    await begin();
    await codeLens(page, "Retry…").click();
    await giveHint();
    await page.keyboard.press("Control+Enter");
    await notification(page, "The inline edit is not checked yet").waitFor();
    await acceptAndUndo("With the hint.");
  });

  await t.test("Retry from the palette, left without a hint, then with one", async () => {
    await begin();
    await runCommand(page, "Stepladder: Retry the Inline Edit with a Hint…");
    await promptField(page).waitFor();
    await page.locator(".review-widget .edit-textarea .monaco-editor.focused").waitFor();
    await page.keyboard.press("Escape");
    await promptField(page).waitFor({ state: "detached" });
    await shows("By the first model.");
    await runCommand(page, "Stepladder: Retry the Inline Edit with a Hint…");
    await giveHint();
    await acceptAndUndo("With the hint.");
  });

  await t.test("Escalate above the lines", async () => {
    await begin();
    await codeLens(page, "Escalate").click();
    await codeLens(page, "Stop").waitFor();
    await shows("By the next model.");
    await awaitDecision(page);
    await page.locator(".codelens-decoration", { hasText: "open-coder" }).waitFor();
    await editor.screenshot("inline-stepped-up");
    await acceptAndUndo("By the next model.");
  });

  await t.test("Escalate from the palette", async () => {
    await begin();
    await runCommand(page, "Stepladder: Escalate the Inline Edit");
    await codeLens(page, "Stop").waitFor();
    await shows("By the next model.");
    await acceptAndUndo("By the next model.");
  });
});
