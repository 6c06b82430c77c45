import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import type { Frame } from "playwright-core";
import { editorFor } from "../support/editor.ts";
import { openPanel } from "../support/page.ts";
import { ended, outcome, send } from "../support/panel.ts";
import { playGroundFor } from "../support/playground.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

for (const { theme, name } of [
  { theme: "Default High Contrast", name: "high-contrast" },
  { theme: "Default High Contrast Light", name: "high-contrast-light" },
]) {
  test(`with ${theme}, a finished task has its borders, and axe finds nothing to mend`, async (t) => {
    const ground = await playGroundFor(t);
    const settings = { "workbench.colorTheme": theme };
    const editor = await editorFor(t, { workspace: ground.repository, home: ground.home, settings });
    const panel = await openPanel(editor.page);
    await panel.locator("body.vscode-high-contrast").waitFor({ timeout: 30_000 });
    await send(panel, "fix the failing csv tests");
    await ended(panel, /Proved/);
    await outcome(panel).scrollIntoViewIfNeeded();
    await editor.screenshot(name);

    const border = await variable(panel, "--vscode-contrastBorder");
    for (const part of [".receipt-sums", ".ending", ".rung", ".modes"])
      assert.ok(await hasLine(panel, part, border), `the line around ${part}`);
    assert.deepEqual(await found(panel), []);

    await panel.getByRole("button", { name: "All Tasks" }).click();
    await panel.getByRole("heading", { name: "Today" }).waitFor();
    await editor.screenshot(`${name}-history`);
    assert.deepEqual(await found(panel), []);
  });
}

/** A colour of the theme as the browser computes it. */
function variable(panel: Frame, name: string): Promise<string> {
  return panel.evaluate(`(() => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = "var(${name})";
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  })()`);
}

/** Whether a part has a border or an outline in this colour. */
function hasLine(panel: Frame, part: string, colour: string): Promise<boolean> {
  return panel
    .locator(part)
    .first()
    .evaluate((element, wanted) => {
      const style = (
        globalThis as unknown as { getComputedStyle(of: unknown): Record<string, string> }
      ).getComputedStyle(element);
      const border =
        style.borderTopStyle !== "none" && style.borderTopWidth !== "0px" && style.borderTopColor === wanted;
      return border || (style.outlineStyle !== "none" && style.outlineColor === wanted);
    }, colour);
}

/** What axe calls serious or worse, as one line each. */
async function found(panel: Frame): Promise<readonly string[]> {
  // The editor draws the background below the page, where axe doesn't look.
  await panel.evaluate("document.documentElement.style.background = 'var(--vscode-sideBar-background)'");
  // The page's own policy allows no foreign script; the browser's tools may bring one.
  await panel.evaluate(axe);
  const { violations } = await panel.evaluate<Violations>("axe.run(document, { resultTypes: ['violations'] })");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}

interface Violations {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}
