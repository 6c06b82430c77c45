import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { type Editor, editorFor } from "../support/editor.ts";
import { notification, openPanel, statusBarItem } from "../support/page.ts";
import { ended, send } from "../support/panel.ts";
import { playGroundFor } from "../support/playground.ts";

/** The second attempt of this task is made by a model that costs about $0.002. */
const prompt = "fix the failing csv tests";

async function editorWith(t: TestContext, settings: Readonly<Record<string, unknown>>): Promise<Editor> {
  const ground = await playGroundFor(t);
  return editorFor(t, { workspace: ground.repository, home: ground.home, settings });
}

test("from the warning level on, the status bar changes its colour and a message says so once", async (t) => {
  const editor = await editorWith(t, { "stepladder.budgets.day": 0.02, "stepladder.warnAt": 0.05 });
  const panel = await openPanel(editor.page);
  // A message goes away by itself, so it is waited for from the start.
  const told = notification(editor.page, /\$0\.02/).waitFor({ timeout: 90_000 });
  await send(panel, prompt);
  await Promise.all([told, ended(panel, "Proved")]);
  const item = statusBarItem(editor.page, /\$0\.00\d* \/ \$0\.02/);
  await item.waitFor();
  await editor.page.waitForFunction(
    (text) =>
      [...(globalThis as unknown as Page).document.querySelectorAll(".statusbar-item.warning-kind")].some((one) =>
        one.textContent.includes(text),
      ),
    "/ $0.02",
  );
  await editor.screenshot("budget-warning");
});

interface Page {
  readonly document: { querySelectorAll(selector: string): Iterable<{ readonly textContent: string }> };
}

test("at the limit, 'ask' offers to raise the budget, and the task goes on when it is raised", async (t) => {
  const editor = await editorWith(t, { "stepladder.budgets.day": 0.0005, "stepladder.atLimit": "ask" });
  const panel = await openPanel(editor.page);
  await send(panel, prompt);
  const card = panel.getByRole("group", { name: "Raise the budget?" });
  await card.waitFor({ timeout: 60_000 });
  await editor.screenshot("budget-ask");
  // One call after another may ask; the task ends with the proof.
  const done = ended(panel, "Proved");
  for (let over = false; !over; ) {
    await card
      .getByRole("button", { name: "Allow" })
      .click({ timeout: 5_000 })
      .catch(() => {});
    over = await Promise.race([done.then(() => true), editor.page.waitForTimeout(500).then(() => false)]);
  }
  await editor.screenshot("budget-raised");
});

test("at the limit, 'local only' goes on with free local models, and says so", async (t) => {
  const editor = await editorWith(t, { "stepladder.budgets.day": 0.0005, "stepladder.atLimit": "local-only" });
  const panel = await openPanel(editor.page);
  await send(panel, prompt);
  await ended(panel, /Over budget|Refuted/);
  assert.equal(await panel.getByRole("group", { name: "Raise the budget?" }).count(), 0);
  await editor.screenshot("budget-local-only");
});

test("at the limit, 'stop' ends the task, takes its changes back and names the next step", async (t) => {
  const editor = await editorWith(t, { "stepladder.budgets.day": 0.0005, "stepladder.atLimit": "stop" });
  const panel = await openPanel(editor.page);
  await send(panel, prompt);
  await ended(panel, "Over budget");
  await panel.getByText(/raise/i).first().waitFor();
  await editor.screenshot("budget-stop");
});
