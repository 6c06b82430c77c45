/** What a person does in the editor, by the names on the screen. */
import type { Frame, Locator, Page } from "playwright-core";

/** Runs a command of the palette by its title. The list is a snapshot, so it is opened again until the command is there. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const input = quickInput(page);
  const row = quickRow(page, title);
  for (const end = Date.now() + 30_000; ; ) {
    await page.keyboard.press("F1");
    try {
      await input.waitFor({ timeout: 5_000 });
      await input.fill(`>${title}`);
      await row.waitFor({ timeout: 1_500 });
      break;
    } catch (error) {
      if (Date.now() > end) throw error;
      await page.keyboard.press("Escape");
    }
  }
  await row.click();
}

export function quickInput(page: Page): Locator {
  return page.locator(".quick-input-widget:visible input.input");
}

export function quickRow(page: Page, text: string | RegExp): Locator {
  return page.locator(".quick-input-widget:visible .monaco-list-row", { hasText: text }).first();
}

/** Opens a file of the workspace by its name, through Go to File. */
export async function openFile(page: Page, name: string): Promise<void> {
  // The one that Enter takes: while the list still shows what was opened last, another may be it.
  const row = page.locator(".quick-input-widget:visible .monaco-list-row.focused", {
    hasText: name.slice(name.lastIndexOf("/") + 1),
  });
  for (const end = Date.now() + 60_000; ; ) {
    await page.keyboard.press("Control+P");
    await quickInput(page).fill(name);
    try {
      await row.waitFor({ timeout: 5_000 });
      break;
    } catch (error) {
      if (Date.now() > end) throw error;
      await page.keyboard.press("Escape");
    }
  }
  await page.keyboard.press("Enter");
  await page.locator(".tab.active", { hasText: name.slice(name.lastIndexOf("/") + 1) }).waitFor();
  await page.locator(".editor-instance .monaco-editor .view-lines").first().waitFor();
}

export async function goToLine(page: Page, line: number, column = 1): Promise<void> {
  await page.keyboard.press("Control+G");
  await quickInput(page).fill(`:${line}:${column}`);
  await page.keyboard.press("Enter");
  await quickInput(page).waitFor({ state: "hidden" });
}

/** The whole text of the active editor, through its own clipboard; lines end as in the document. */
export async function editorText(page: Page): Promise<string> {
  await page
    .locator(".editor-instance .monaco-editor")
    .first()
    .click({ position: { x: 300, y: 5 } });
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Control+C");
  return page.evaluate(() => (globalThis as unknown as Clipboard).navigator.clipboard.readText());
}

interface Clipboard {
  readonly navigator: { readonly clipboard: { readText(): Promise<string> } };
}

/** Brings the task panel to the front and answers with its page. */
export async function openPanel(page: Page): Promise<Frame> {
  const tab = page.locator(".activitybar .action-item", { has: page.locator("a[aria-label^='Stepladder']") });
  await tab.waitFor({ timeout: 30_000 });
  if (!(await tab.getAttribute("class"))?.includes("checked")) await tab.click();
  return webview(page, "stepladder-panel");
}

/** The page of the webview that shows this custom element. Its frame changes when the webview is made anew: ask again then. */
export async function webview(page: Page, element: string): Promise<Frame> {
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    for (const frame of page.frames()) {
      const found = await frame.$(element).catch(() => null);
      if (found !== null) return frame;
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`No webview shows <${element}>.`);
}

export function notification(page: Page, text: string | RegExp): Locator {
  return page.locator(".notification-toast", { hasText: text }).first();
}

export function statusBarItem(page: Page, text: string | RegExp): Locator {
  return page.locator(".part.statusbar .statusbar-item", { hasText: text }).first();
}
