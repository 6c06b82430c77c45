import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { packageFolder, thirdPartyNotices } from "../../scripts/third-party-notices.ts";

function packageIn(t: TestContext, manifest: object, licence?: string): string {
  const root = mkdtempSync(join(tmpdir(), "stepladder-notices-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const folder = join(root, "node_modules", "tiny");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  if (licence !== undefined) writeFileSync(join(folder, "LICENSE.md"), licence);
  return `${folder}/lib/index.js`;
}

const outputOf = (path: string, bytesInOutput = 10) => ({ "dist/a.js": { inputs: { [path]: { bytesInOutput } } } });

test("a bundled package stands with its version, its licence and the licence's text", (t) => {
  const path = packageIn(t, { name: "tiny", version: "1.2.3", license: "MIT" }, "Do what you like.\n");
  const notices = thirdPartyNotices(outputOf(path));
  assert.match(notices, /tiny 1\.2\.3 \(MIT\)\n\nDo what you like\.\n/);
});

test("a package of which nothing is left in the bundle is not named, and neither is our own code", (t) => {
  const path = packageIn(t, { name: "tiny", version: "1.2.3", license: "MIT" });
  const notices = thirdPartyNotices({ ...outputOf(path, 0), ...outputOf("server/main.ts") });
  assert.doesNotMatch(notices, /tiny|main/);
});

test("a bundled package without a licence stops the build", (t) => {
  const path = packageIn(t, { name: "tiny", version: "1.2.3" });
  assert.throws(() => thirdPartyNotices(outputOf(path)), /tiny names no licence/);
});

test("the innermost package of a path is the one whose code it is", () => {
  assert.deepEqual(packageFolder("../x/node_modules/a/node_modules/@b/c/lib/d.js"), [
    "../x/node_modules/a/node_modules/@b/c",
  ]);
  assert.deepEqual(packageFolder("node_modules\\a\\index.js"), ["node_modules/a"]);
  assert.deepEqual(packageFolder("server/main.ts"), []);
});
