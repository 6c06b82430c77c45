import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { editorFor } from "../support/editor.ts";
import { openPanel } from "../support/page.ts";
import { ended, send } from "../support/panel.ts";
import { playGroundFor } from "../support/playground.ts";

const scripts = [
  {
    model: "*",
    when: { prompt: "rewrite the readme slowly" },
    turns: [
      { calls: [{ name: "read_file", arguments: { path: "README.md" } }] },
      { calls: [{ name: "write_file", arguments: { path: "README.md", content: "# Half done\n" } }] },
      { text: "Now I think about it for a very long time. ".repeat(200), pieces: { characters: 4, delayMs: 100 } },
    ],
  },
];

test("a task that is stopped in the middle takes back what it wrote, and its receipt stays", async (t) => {
  const ground = await playGroundFor(t, { scripts });
  const readme = join(ground.repository, "README.md");
  const before = readFileSync(readme, "utf8");
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const panel = await openPanel(editor.page);
  await send(panel, "rewrite the readme slowly");
  await panel.getByText("Now I think about it").first().waitFor({ timeout: 40_000 });
  assert.equal(readFileSync(readme, "utf8"), "# Half done\n");
  await panel.getByRole("button", { name: "Stop", exact: true }).click();
  await ended(panel, "Stopped");
  assert.equal(readFileSync(readme, "utf8"), before);
  await panel.getByRole("region", { name: "Receipt" }).waitFor();
  await editor.screenshot("stopped");
});
