import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { afterwards } from "../support/afterwards.ts";
import { editorFor } from "../support/editor.ts";
import { openPanel, statusBarItem } from "../support/page.ts";
import { ended, promptBox, send } from "../support/panel.ts";
import { playGroundFor } from "../support/playground.ts";

const first = "create the first note";
const second = "create the second note";
const writes = (path: string) => [
  { calls: [{ name: "write_file", arguments: { path, content: "noted\n" } }] },
  { text: "It is noted." },
];
const scripts = [
  { model: "*", when: { prompt: first }, turns: writes("first.txt") },
  { model: "*", when: { prompt: second }, turns: writes("second.txt") },
];

test("a ledger that another process holds is waited for; held for long, it is told, and the same task works afterwards", async (t) => {
  const ground = await playGroundFor(t, { scripts });
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const { page } = editor;
  const panel = await openPanel(page);
  await statusBarItem(page, "today").waitFor({ timeout: 60_000 });
  const ledger = readdirSync(ground.home, { recursive: true, encoding: "utf8" }).find((name) =>
    /ledger\.\w+$/.test(name),
  );
  assert.ok(ledger !== undefined);
  const other = new DatabaseSync(join(ground.home, ledger));
  assert.ok(other.prepare("SELECT 1 FROM sqlite_schema").get() !== undefined);
  afterwards(t, () => other.close());

  other.exec("BEGIN EXCLUSIVE");
  const released = new Promise((resolve) =>
    setTimeout(() => {
      other.exec("ROLLBACK");
      resolve(undefined);
    }, 4_000),
  );
  await send(panel, first);
  await released;
  await ended(panel, /Unproved|Proved/);
  assert.equal(readFileSync(join(ground.repository, "first.txt"), "utf8"), "noted\n");

  await panel.getByRole("button", { name: "All Tasks", exact: true }).click();
  await promptBox(panel).waitFor();
  other.exec("BEGIN EXCLUSIVE");
  await send(panel, second);
  await ended(panel, /Failed|Refused/);
  await panel
    .getByText(/locked/)
    .first()
    .waitFor();
  await panel
    .getByText(/try again/i)
    .first()
    .waitFor();
  await editor.screenshot("ledger-held");
  assert.equal(existsSync(join(ground.repository, "second.txt")), false);

  other.exec("ROLLBACK");
  await panel.getByRole("button", { name: "Try Again", exact: true }).click();
  await ended(panel, /Unproved|Proved/);
  await editor.screenshot("ledger-free-again");
  assert.equal(readFileSync(join(ground.repository, "second.txt"), "utf8"), "noted\n");
  const found = other.prepare("PRAGMA integrity_check").get();
  assert.deepEqual({ ...found }, { integrity_check: "ok" });
});
