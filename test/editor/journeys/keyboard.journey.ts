import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Frame, Page } from "playwright-core";
import { editorFor } from "../support/editor.ts";
import { statusBarItem, webview } from "../support/page.ts";
import { ended, promptBox } from "../support/panel.ts";
import { playGroundFor } from "../support/playground.ts";

const prompt = "create what shows how the keyboard is used";
const question = "which keys are there";

const scripts = [
  {
    model: "*",
    when: { prompt },
    turns: [
      { calls: [{ name: "run_command", arguments: { command: "touch allowed.txt" } }] },
      { text: "Now I wait for a very long time. ".repeat(200), pieces: { characters: 4, delayMs: 100 } },
    ],
  },
  { model: "*", when: { prompt: question }, turns: [{ text: "Enter, Tab and the arrows." }] },
];

test("with the keyboard alone: prompt, mode, approval, stop, history, and a past task", async (t) => {
  const ground = await playGroundFor(t, { scripts });
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const { page } = editor;
  await statusBarItem(page, "today").waitFor({ timeout: 60_000 });
  await page.keyboard.press("Control+Alt+K");
  const panel = await webview(page, "stepladder-panel");
  await promptBox(panel).waitFor({ timeout: 30_000 });
  await focusOn(panel, "What should be done?");
  await page.keyboard.type(prompt);
  assert.equal(await promptBox(panel).inputValue(), prompt);

  await tabTo(page, panel, "Edit");
  await page.keyboard.press("ArrowRight");
  await panel.locator("input[value=ask]:checked").waitFor({ state: "attached" });
  await page.keyboard.press("ArrowLeft");
  await panel.locator("input[value=edit]:checked").waitFor({ state: "attached" });
  await editor.screenshot("keyboard-mode");
  await tabTo(page, panel, "Send");
  await page.keyboard.press("Enter");

  await panel.getByRole("group", { name: "Run this command?" }).waitFor({ timeout: 60_000 });
  await tabTo(page, panel, "Allow");
  await editor.screenshot("keyboard-approval");
  assert.equal(existsSync(join(ground.repository, "allowed.txt")), false);
  await page.keyboard.press("Enter");
  await panel.getByText("Now I wait for a very long time.").first().waitFor({ timeout: 30_000 });
  assert.equal(existsSync(join(ground.repository, "allowed.txt")), true);

  await tabTo(page, panel, "Stop", "Shift+Tab");
  await page.keyboard.press("Enter");
  await ended(panel, "Stopped");
  await gone(join(ground.repository, "allowed.txt"));

  await tabTo(page, panel, "All Tasks", "Shift+Tab");
  await page.keyboard.press("Enter");
  await focusOn(panel, "What should be done?");
  await page.keyboard.type(question);
  await tabTo(page, panel, "Edit");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+Tab");
  await focusOn(panel, "What should be done?");
  await page.keyboard.press("Enter");
  await ended(panel, "Answered");

  await tabTo(page, panel, "All Tasks", "Shift+Tab");
  await page.keyboard.press("Enter");
  await panel.getByRole("button", { name: prompt }).waitFor({ timeout: 30_000 });
  await tabTo(page, panel, prompt, "Shift+Tab");
  await editor.screenshot("keyboard-history");
  await page.keyboard.press("Enter");
  await ended(panel, "Stopped");
  await panel.getByRole("region", { name: "Receipt" }).waitFor();
});

/** What the allowed command made is taken back with the task. */
async function gone(file: string): Promise<void> {
  for (const end = Date.now() + 10_000; existsSync(file) && Date.now() < end; )
    await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(existsSync(file), false);
}

/** What has the focus, by its label or text, and whether that can be seen. */
interface Focused {
  readonly name: string;
  readonly visible: boolean;
}

const focused = `(() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const host = document.activeElement;
  if (host === document.body) return { name: "", visible: false };
  const name = host?.getAttribute("aria-label") ?? host?.closest("label")?.textContent ?? host?.textContent ?? "";
  const lines = (element) => {
    const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(element);
    return [outlineStyle !== "none" && outlineWidth !== "0px", boxShadow, borderColor].join();
  };
  // Seen is what differs from how it looks without the focus: on the element or what stands right around it.
  const around = [at, host, host?.nextElementSibling, host?.closest(".box")].filter(Boolean);
  const outlined = around.some((element) => lines(element).startsWith("true"));
  const with_ = around.map(lines).join("|");
  at?.blur?.();
  const without = around.map(lines).join("|");
  at?.focus?.({ focusVisible: true });
  return { name: name.replace(/\\s+/g, " ").trim(), visible: outlined || with_ !== without };
})()`;

async function focusOn(panel: Frame, name: string): Promise<void> {
  await panel.locator(`[aria-label^=${JSON.stringify(name)}]:focus`).waitFor({ timeout: 30_000 });
}

/** Presses Tab, or Shift+Tab, until the focus is on what has this name; each stop on the way can be seen. */
async function tabTo(page: Page, panel: Frame, name: string, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  const seen: string[] = [];
  for (let steps = 0; steps < 25; steps++) {
    await page.keyboard.press(key);
    const now = await panel.evaluate<Focused>(focused);
    seen.push(now.name.slice(0, 40));
    assert.notEqual(now.name, "", `the focus left the panel before “${name}”: ${seen.join(", ")}`);
    assert.ok(now.visible, `the focus on “${now.name}” can be seen`);
    if (now.name.includes(name)) return;
  }
  throw new Error(`The focus never came to “${name}”, but to: ${seen.join(", ")}`);
}
