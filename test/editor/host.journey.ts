/** Runs `host/*.spec.ts` inside the extension host of a real editor, and tells each of its tests. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { HostReport } from "./host/report.ts";
import { afterwards } from "./support/afterwards.ts";
import { bundleHostSuite, fewestHostTests } from "./support/bundle-host-suite.ts";
import { launch } from "./support/editor.ts";
import { bareEnvironment, startEditorProcess } from "./support/editor-process.ts";
import { playGroundFor } from "./support/playground.ts";
import { prepareEditor } from "./support/prepare-editor.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("the suite inside the extension host", { timeout: 180_000 }, async (t) => {
  const ground = await playGroundFor(t);
  const folder = mkdtempSync(join(tmpdir(), "stepladder-host-"));
  afterwards(t, () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  const report = join(folder, "report.json");
  const suite = join(folder, "suite", "index.cjs");
  await bundleHostSuite(suite);
  mkdirSync(join(folder, "extensions"));
  const editor = await startEditorProcess({
    folder,
    extensions: join(folder, "extensions"),
    settings: {},
    trusted: true,
    testDriver: true,
    env: { ...bareEnvironment(), STEPLADDER_HOME: ground.home, STEPLADDER_HOST_REPORT: report },
  });
  afterwards(t, () => editor.stop());
  const browser = await launch(prepareEditor().chromium, join(folder, "browser"));
  afterwards(t, () => browser.close());

  const page = browser.pages()[0] ?? (await browser.newPage());
  const address = `127.0.0.1:${editor.port}`;
  const uri = (path: string) => `vscode-remote://${address}${path}`;
  const payload = JSON.stringify([
    ["extensionDevelopmentPath", uri(root.replace(/\/$/, ""))],
    ["extensionTestsPath", uri(suite)],
    ["skipWelcome", "true"],
  ]);
  const exit = new Promise<number>((resolve) => {
    void page.exposeFunction("codeAutomationLog", () => {});
    void page.exposeFunction("codeAutomationExit", (code: number) => resolve(code));
  });
  await page.goto(
    `http://${address}/?folder=${encodeURIComponent(ground.repository)}&payload=${encodeURIComponent(payload)}`,
  );
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error("The suite did not end.")), 150_000).unref();
  });
  const code = await Promise.race([exit, late]);
  const { tests } = JSON.parse(readFileSync(report, "utf8")) as HostReport;
  for (const one of tests) {
    await t.test(one.name, () => {
      if (one.failure !== undefined) throw new Error(one.failure);
    });
  }
  assert.ok(tests.length >= fewestHostTests, `only ${tests.length} tests ran`);
  assert.equal(code, 0);
});
