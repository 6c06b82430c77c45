import { readdirSync } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { removeQuietly } from "../atomic-write.ts";
import { hasCode } from "../disk-reason.ts";
import { syncFolder } from "./kept-log.ts";

const watchedFile = z.object({ path: z.string(), hash: z.string(), key: z.string(), mode: z.number() });

const pendingWatch = z.object({ attempt: z.string(), contents: z.string(), files: z.array(watchedFile) });

/** What a command found before it ran. It stands in the task's folder for as long as the command's changes are not in the journal. */
export type PendingWatch = z.infer<typeof pendingWatch>;

export async function savePending(folder: string, id: string, watch: PendingWatch): Promise<string> {
  const file = join(folder, `watch-${id}.json`);
  const handle = await open(file, "wx", 0o600);
  try {
    await handle.writeFile(JSON.stringify(watch));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncFolder(folder);
  return file;
}

/** Watches that a crash left unfinished. One that was torn while it was saved is left out: its command never started. */
export async function readPending(
  folder: string,
): Promise<readonly { readonly file: string; readonly watch: PendingWatch }[]> {
  const found: { file: string; watch: PendingWatch }[] = [];
  for (const name of readdirSync(folder)) {
    if (!name.startsWith("watch-")) continue;
    const file = join(folder, name);
    const watch = parse(await readFile(file, "utf8").catch(emptyWhenGone));
    if (watch === undefined) await removeQuietly(file);
    else found.push({ file, watch });
  }
  return found;
}

function parse(text: string): PendingWatch | undefined {
  try {
    return pendingWatch.parse(JSON.parse(text));
  } catch {
    // Torn: see above.
    return undefined;
  }
}

function emptyWhenGone(error: unknown): string {
  if (hasCode(error, "ENOENT")) return "";
  throw error;
}
