/** What a person does for an inline edit. */
import type { Locator, Page } from "playwright-core";
import { goToLine } from "../support/page.ts";

/** The three functions at the beginning of `src/money.js`, without the third one's body. */
export const editedFile = "src/money.js";

export function codeLens(page: Page, text: string): Locator {
  return page.locator(".codelens-decoration a", { hasText: text }).first();
}

export function promptField(page: Page): Locator {
  return page.locator(".review-widget .edit-textarea .monaco-editor");
}

/** Selects whole lines (1-based, `last` included) with the keyboard. */
export async function selectLines(page: Page, first: number, last: number): Promise<void> {
  await goToLine(page, first);
  for (let line = first; line <= last; line++) await page.keyboard.press("Shift+ArrowDown");
}

/** Opens the prompt with its key, and resolves when it can be typed into. The key is pressed again while the extension starts. */
export async function openPrompt(page: Page): Promise<void> {
  const field = promptField(page);
  for (let tries = 0; tries < 10; tries++) {
    await page.keyboard.press("Control+Alt+J");
    const came = await field.waitFor({ timeout: 5_000 }).then(
      () => true,
      () => false,
    );
    if (came) break;
  }
  await page.locator(".review-widget .edit-textarea .monaco-editor.focused").waitFor();
}

export async function sendInline(page: Page, prompt: string): Promise<void> {
  await openPrompt(page);
  await page.keyboard.type(prompt);
  await page.keyboard.press("Enter");
  await field(page);
}

async function field(page: Page): Promise<void> {
  await promptField(page).waitFor({ state: "detached" });
}

export async function awaitDecision(page: Page): Promise<void> {
  await codeLens(page, "Reject").waitFor({ timeout: 60_000 });
}

export async function awaitEnd(page: Page): Promise<void> {
  await page.locator(".codelens-decoration", { hasText: "Reject" }).first().waitFor({ state: "detached" });
}

/** Saves and waits until the tab has no dot any more. */
export async function save(page: Page): Promise<void> {
  await page.keyboard.press("Control+S");
  await page.locator(".tab.active:not(.dirty)").waitFor();
}
