/** What a person does in the task panel. */
import type { Frame, Locator } from "playwright-core";

export function promptBox(panel: Frame): Locator {
  return panel.locator("stepladder-prompt textarea");
}

export async function send(panel: Frame, prompt: string): Promise<void> {
  const box = promptBox(panel);
  await box.waitFor({ timeout: 30_000 });
  await box.fill(prompt);
  await panel.getByRole("button", { name: "Send", exact: true }).and(panel.locator(":enabled")).waitFor();
  await box.press("Enter");
}

/** The part of the page that says how the task ended. */
export function outcome(panel: Frame): Locator {
  return panel.getByRole("region", { name: "Outcome" });
}

export async function ended(panel: Frame, word: string | RegExp): Promise<void> {
  await panel
    .locator("header", { hasText: word })
    .or(outcome(panel).filter({ hasText: word }))
    .first()
    .waitFor({ timeout: 60_000 });
}
