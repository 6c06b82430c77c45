/**
 * `npm run test:desktop`: the suite of the extension host in a desktop VS Code, which is downloaded once. Exit code 0 when all
 * tests passed, 1 when one failed, and 3 when there was no desktop editor to run them in.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { downloadAndUnzipVSCode, runTests, SilentReporter } from "@vscode/test-electron";
import { makePlayGround } from "../demo/play-ground.ts";
import { scenariosFolder } from "../demo/scenario-tasks.ts";
import type { HostReport } from "../test/editor/host/report.ts";
import { bundleHostSuite, fewestHostTests } from "../test/editor/support/bundle-host-suite.ts";
import { startModelServer } from "../test/model-server/server.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const noEditor = 3;

const editor = await desktopEditor();
if (editor.kind === "absent") {
  console.log(`Not run, because no desktop VS Code could be had: ${editor.because}`);
  process.exitCode = noEditor;
} else {
  process.exitCode = await runSuite(editor.executable);
}

type DesktopEditor =
  | { readonly kind: "found"; readonly executable: string }
  | { readonly kind: "absent"; readonly because: string };

async function desktopEditor(): Promise<DesktopEditor> {
  try {
    const executable = await downloadAndUnzipVSCode({
      version: "stable",
      cachePath: join(root, "node_modules", ".cache", "vscode-test"),
      reporter: new SilentReporter(),
    });
    if (hasDisplay()) return { kind: "found", executable };
    return absent("there is no display; one is made by: xvfb-run -a npm run test:desktop");
  } catch (error) {
    return absent(oneLine(error));
  }
}

function hasDisplay(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== "linux" || Boolean(DISPLAY || WAYLAND_DISPLAY);
}

function absent(because: string): DesktopEditor {
  return { kind: "absent", because };
}

function oneLine(error: unknown): string {
  const text = error instanceof AggregateError ? error.errors.join(", ") : String(error);
  return text.replaceAll(/\s+/g, " ").trim();
}

async function runSuite(executable: string): Promise<number> {
  const built = spawnSync(process.execPath, ["esbuild.mjs", "--quiet"], { cwd: root, stdio: "inherit" });
  if (built.status !== 0) return 1;
  const models = await startModelServer({ scenarios: fileURLToPath(scenariosFolder) });
  const ground = await makePlayGround(models.url);
  const folder = mkdtempSync(join(tmpdir(), "stepladder-desktop-"));
  const report = join(folder, "report.json");
  const suite = join(folder, "suite", "index.cjs");
  try {
    await bundleHostSuite(suite);
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: root,
      extensionTestsPath: suite,
      extensionTestsEnv: { STEPLADDER_HOME: ground.home, STEPLADDER_HOST_REPORT: report },
      launchArgs: [
        ground.repository,
        ...["--disable-extensions", "--disable-workspace-trust", "--skip-welcome", "--disable-telemetry"],
        ...["--user-data-dir", join(folder, "user"), "--extensions-dir", join(folder, "extensions")],
      ],
    });
  } catch (error) {
    // A failed test ends the editor with an error too; the report below tells which.
    if (!existsSync(report)) console.error(oneLine(error));
  }
  const code = tell(report);
  await models.close();
  ground.remove();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  return code;
}

function tell(report: string): number {
  if (!existsSync(report)) {
    console.error("The suite wrote no report.");
    return 1;
  }
  const { tests }: HostReport = JSON.parse(readFileSync(report, "utf8"));
  for (const { name, failure } of tests) console.log(failure === undefined ? `✔ ${name}` : `✖ ${name}\n${failure}`);
  const failed = tests.filter(({ failure }) => failure !== undefined).length;
  if (tests.length < fewestHostTests) console.error(`Only ${tests.length} tests ran.`);
  console.log(`\n${tests.length - failed} passed, ${failed} failed`);
  return failed === 0 && tests.length >= fewestHostTests ? 0 : 1;
}
