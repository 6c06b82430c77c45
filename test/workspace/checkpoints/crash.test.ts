import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createCheckpoints } from "../../../server/workspace/checkpoints.ts";
import { readTree, temporaryFolder, writeTree } from "../temporary-folder.ts";

const worker = fileURLToPath(new URL("crash-worker.ts", import.meta.url));
const rounds = Number(process.env.STEPLADDER_CRASH_ROUNDS ?? 6);

test(`${rounds} processes killed at any point lose nothing: undo gives every byte back and leaves no trace`, async (t) => {
  const folder = temporaryFolder(t);
  for (let round = 0; round < rounds; round++) {
    const root = join(folder, `project-${round}`);
    const data = join(folder, `data-${round}`);
    mkdirSync(root);
    writeTree(root, { "file-0": "zero", "file-1": "x".repeat(1_000), "file-2": "", "other/file": "other" });
    const before = readTree(root);
    const child = spawn(process.execPath, [worker, data, root], { stdio: ["ignore", "pipe", "inherit"] });
    await ready(child);
    await wait(Math.random() * 120);
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("close", resolve));
    const undone = await createCheckpoints({ data }).undo("task-1", root);
    assert.notEqual(undone.kind, "partly", JSON.stringify(undone));
    assert.deepEqual(differences(before, readTree(root)), [], `round ${round}`);
  }
});

type Tree = ReturnType<typeof readTree>;

/** Paths only: the contents are long. */
function differences(before: Tree, after: Tree): readonly string[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return paths.filter((path) => before[path] !== after[path] || path in before !== path in after);
}

function ready(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.stdout?.once("data", resolve));
}
