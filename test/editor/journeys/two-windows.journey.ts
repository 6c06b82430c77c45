import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { editorFor } from "../support/editor.ts";
import { hangingFile, hangingScripts, startHangingTask } from "../support/hanging-task.ts";
import { openPanel, statusBarItem } from "../support/page.ts";
import { ended, send } from "../support/panel.ts";
import { playGroundFor } from "../support/playground.ts";

test("of two windows on one folder, the second can't edit while the first does, and can once it has ended", async (t) => {
  const ground = await playGroundFor(t, { scripts: hangingScripts });
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const first = await openPanel(editor.page);
  const before = await startHangingTask(first, ground.repository);

  const page = await editor.openWindow();
  const second = await openPanel(page);
  await send(second, "fix the failing csv tests");
  await ended(second, "Refused");
  await second.getByText("is editing this folder now").first().waitFor();
  await second.getByText("Wait until it has ended, or stop it.").first().waitFor();
  await editor.screenshot("two-windows-refused", page);
  assert.notEqual(readFileSync(join(ground.repository, hangingFile), "utf8"), before);

  await editor.page.bringToFront();
  await first.getByRole("button", { name: "Stop", exact: true }).click();
  await ended(first, "Stopped");
  await page.bringToFront();
  await second.getByRole("button", { name: "Try Again", exact: true }).click();
  await ended(second, "Proved");
  const spent = statusBarItem(page, /\$0\.00\d+ \/ .* today/);
  await spent.waitFor({ timeout: 30_000 });
  await editor.screenshot("two-windows", page);
  assert.equal(readFileSync(join(ground.repository, hangingFile), "utf8"), before);

  await editor.page.bringToFront();
  await statusBarItem(editor.page, await spent.innerText()).waitFor({ timeout: 30_000 });
  await editor.screenshot("two-windows-spend");
});
