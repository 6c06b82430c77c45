import { z } from "zod";

const state = z.union([
  z.object({ kind: z.literal("file"), hash: z.string() }),
  z.object({ kind: z.literal("absent") }),
]);

const write = z.object({
  type: z.literal("write"),
  id: z.string(),
  attempt: z.string(),
  /** Relative to the root, with `/`. */
  path: z.string(),
  before: state,
  after: state,
  modeBefore: z.number().optional(),
  modeAfter: z.number().optional(),
  /** Folders that this write makes, outermost first, relative to the root. */
  folders: z.array(z.string()),
  /** Name of the temporary file beside it; none when a command did the writing. */
  temporary: z.string().optional(),
});

const record = z.discriminatedUnion("type", [
  z.object({ type: z.literal("task"), root: z.string() }),
  write,
  /** What is about to be put back, so that a temporary file left by a crash is known. */
  z.object({ type: z.literal("restore"), path: z.string(), temporary: z.string() }),
  /** These writes are taken back, or never happened. */
  z.object({ type: z.literal("undone"), ids: z.array(z.string()) }),
]);

/** One intended change of one file. It stands in the journal before the file changes, so it may never have happened. */
export type Write = z.infer<typeof write>;
export type JournalRecord = z.infer<typeof record>;

/** Unknown records, of a later version, are left out. */
export function readJournal(records: readonly unknown[]): readonly JournalRecord[] {
  return records.flatMap((raw) => {
    const parsed = record.safeParse(raw);
    return parsed.success ? [parsed.data] : [];
  });
}

/** The writes that are not taken back, oldest first. */
export function liveWrites(records: readonly JournalRecord[]): readonly Write[] {
  const undone = new Set(records.flatMap((one) => (one.type === "undone" ? one.ids : [])));
  return records.filter((one): one is Write => one.type === "write" && !undone.has(one.id));
}

/** Attempts are paths of ids, parents first: what a child wrote belongs to its parent's attempt as well. */
export function belongsTo(attempt: string): (write: Write) => boolean {
  return (write) => write.attempt === attempt || write.attempt.startsWith(`${attempt}/`);
}

export function byPath(writes: readonly Write[]): ReadonlyMap<string, readonly Write[]> {
  const paths = new Map<string, Write[]>();
  for (const one of writes) {
    const known = paths.get(one.path);
    if (known === undefined) paths.set(one.path, [one]);
    else known.push(one);
  }
  return paths;
}
