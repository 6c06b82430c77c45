import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { editorFor } from "../support/editor.ts";
import { hangingFile, hangingScripts, startHangingTask } from "../support/hanging-task.ts";
import { notification, openPanel } from "../support/page.ts";
import { playGroundFor } from "../support/playground.ts";

test("when the server is killed in the middle of a task, it comes back, the task is told, and its changes can be undone", async (t) => {
  const ground = await playGroundFor(t, { scripts: hangingScripts });
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const panel = await openPanel(editor.page);
  const before = await startHangingTask(panel, ground.repository);
  await editor.screenshot("server-killed-before");

  const [killed = 0] = editor.serverPids();
  process.kill(killed, "SIGKILL");
  const told = notification(editor.page, "The Stepladder server ended unexpectedly and is started again.");
  await told.waitFor({ timeout: 30_000 });
  assert.match(await told.innerText(), /A task was interrupted: round half cents to even/);
  await editor.screenshot("server-killed");

  await told.getByRole("button", { name: "Undo Its Changes" }).click();
  await notification(editor.page, `${hangingFile} is as it was before.`).waitFor({ timeout: 30_000 });
  assert.equal(readFileSync(join(ground.repository, hangingFile), "utf8"), before);
  const running = editor.serverPids();
  assert.equal(running.length, 1);
  assert.notDeepEqual(running, [killed]);
  await panel.getByText("Interrupted").first().waitFor();
  await editor.screenshot("server-killed-undone");
});
