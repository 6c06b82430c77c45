import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import type { FileState } from "../../server/workspace/ports.ts";

/** Canonical, and gone after the test. */
export function temporaryFolder(t: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "stepladder-workspace-")));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function writeTree(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** All files and folders: a folder has no content. */
export function readTree(root: string): Readonly<Record<string, string | undefined>> {
  const tree: Record<string, string | undefined> = {};
  for (const entry of readdirSync(root, { withFileTypes: true, recursive: true })) {
    const absolute = join(entry.parentPath, entry.name);
    const path = absolute.slice(root.length + 1);
    tree[path] = entry.isFile() ? readFileSync(absolute, "latin1") : undefined;
  }
  return Object.fromEntries(Object.entries(tree).sort());
}

export function fileState(content: string): FileState {
  return { kind: "file", hash: createHash("sha256").update(content).digest("hex") };
}

export const absent: FileState = { kind: "absent" };
