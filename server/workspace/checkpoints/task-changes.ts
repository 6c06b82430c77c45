import { join } from "node:path";
import { readPresent, sameState, stateOf } from "../files.ts";
import type { FileState, KeptChange } from "../ports.ts";
import { byPath, liveWrites, type Write } from "./journal.ts";
import type { TaskLog } from "./task-log.ts";

/** What a task changed, against what the disk holds now. A file whose old bytes are gone is left out, because nothing can be told of it. */
export async function changedByTask(log: TaskLog): Promise<readonly KeptChange[]> {
  const changes: KeptChange[] = [];
  for (const [path, writes] of byPath(liveWrites(log.records()))) {
    const first = writes[0];
    if (first === undefined) continue;
    const present = await readPresent(join(log.root, path));
    const state = stateOf(present);
    if (state !== undefined && sameState(state, first.before)) continue;
    const before = await contentsOf(log, first.before);
    if (before === undefined) continue;
    changes.push({ path, before, now: present.kind === "file" ? present.bytes : "absent" });
  }
  return changes.sort((one, two) => (one.path < two.path ? -1 : 1));
}

/** What was there before the task first wrote the file, also when that is taken back by now. */
export async function beforeTask(log: TaskLog, path: string): Promise<Uint8Array | "absent" | undefined> {
  const writes = log.records().filter((record): record is Write => record.type === "write" && record.path === path);
  const first = liveWrites(log.records()).find((write) => write.path === path) ?? writes[0];
  return first && contentsOf(log, first.before);
}

async function contentsOf(log: TaskLog, state: FileState): Promise<Uint8Array | "absent" | undefined> {
  return state.kind === "absent" ? "absent" : log.read(state.hash);
}
