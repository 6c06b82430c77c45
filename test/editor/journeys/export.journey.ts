import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fillLedger } from "../../../bench/support/large-ledger.ts";
import { editorFor } from "../support/editor.ts";
import { notification, quickInput, quickRow, runCommand, webview } from "../support/page.ts";
import { playGroundFor } from "../support/playground.ts";

test("the ledger is exported to the file that is named, as a table and as data", async (t) => {
  const ground = await playGroundFor(t);
  fillLedger({
    ...{ folder: join(ground.home, "data", "ledger"), calls: 500, tasks: 50, until: Date.now() - 1_000, days: 5 },
    workspaces: [ground.repository],
  });
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const { page } = editor;
  await runCommand(page, "Stepladder: Spend Dashboard");
  const dashboard = await webview(page, "stepladder-spend-dashboard");
  await dashboard.getByRole("combobox", { name: "Time", exact: true }).selectOption("all");
  await dashboard.getByText("50 tasks").first().waitFor();

  for (const [button, name] of [
    ["Export CSV", "spend.csv"],
    ["Export JSON", "spend.json"],
  ] as const) {
    await dashboard.getByRole("button", { name: button }).click();
    await quickRow(page, "src").waitFor();
    const file = join(ground.folder, name);
    await quickInput(page).fill(file);
    await editor.screenshot(`export-${name.slice(6)}`);
    await page.keyboard.press("Enter");
    const told = notification(page, `500 calls are exported to ${name}.`);
    await told.waitFor({ timeout: 30_000 });
    assert.ok(existsSync(file));
    await page.keyboard.press("Escape");
    await told.waitFor({ state: "hidden" });
  }
  const rows = readFileSync(join(ground.folder, "spend.csv"), "utf8").trimEnd().split("\n");
  assert.equal(rows.length, 501);
  assert.equal(JSON.parse(readFileSync(join(ground.folder, "spend.json"), "utf8")).length, 500);
});
