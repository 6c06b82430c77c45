import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createCheckpoints } from "../../../server/workspace/checkpoints.ts";
import type { FileState } from "../../../server/workspace/ports.ts";

/** Edits, creates, deletes and rolls back until it is killed. Arguments: our data folder, the workspace. */
const [data = "", root = ""] = process.argv.slice(2);
const task = createCheckpoints({ data }).open("task-1", root);

function stateOf(path: string): FileState {
  try {
    return { kind: "file", hash: createHash("sha256").update(readFileSync(path)).digest("hex") };
  } catch {
    return { kind: "absent" };
  }
}

process.stdout.write("ready\n");
for (let round = 0; ; round++) {
  const attempt = String(round);
  for (let index = 0; index < 6; index++) {
    const path = join(root, index < 4 ? `file-${index}` : `made/${round % 3}/file-${index}`);
    const deleted = (round + index) % 5 === 0;
    const content = deleted ? "deleted" : Buffer.from(`${round}-${index}\n`.repeat(2000));
    await task.write(attempt, path, content, stateOf(path));
  }
  if (round % 2 === 0) await task.rollBack(attempt);
}
