import { sameState } from "../files.ts";
import type { FileChange } from "../ports.ts";
import { belongsTo, byPath, type JournalRecord, liveWrites } from "./journal.ts";

/** First `before` against last `after` of each file, sorted by path; what is back to `before` is left out. */
export function netChanges(records: readonly JournalRecord[], attempt: string | undefined): readonly FileChange[] {
  const writes = liveWrites(records).filter(attempt === undefined ? () => true : belongsTo(attempt));
  const changes: FileChange[] = [];
  for (const [path, own] of byPath(writes)) {
    const [first, last] = [own.at(0), own.at(-1)];
    if (first === undefined || last === undefined) continue;
    const sameMode = first.modeBefore === last.modeAfter;
    if (!sameState(first.before, last.after) || !sameMode)
      changes.push({ path, before: first.before, after: last.after });
  }
  return changes.sort((one, two) => (one.path < two.path ? -1 : 1));
}
