import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { ripgrepBelow } from "../../../extension/connection/ripgrep-path.ts";

const name = process.platform === "win32" ? "rg.exe" : "rg";
const places = [
  ["node_modules", "@vscode", "ripgrep", "bin", name],
  ["node_modules", "@vscode", "ripgrep-universal", "bin", `${process.platform}-${process.arch}`, name],
  ["node_modules.asar.unpacked", "@vscode", "ripgrep", "bin", name],
];

for (const place of places) {
  test(`the editor's ripgrep is found at ${place.slice(0, 4).join("/")}`, async (t) => {
    const root = await mkdtemp(join(tmpdir(), "stepladder-app-"));
    t.after(() => rm(root, { recursive: true, force: true }));
    assert.equal(ripgrepBelow(root), undefined);
    const file = join(root, ...place);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, "");
    assert.equal(ripgrepBelow(root), file);
  });
}
