import { createHash, randomUUID } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import type { Agreements, Checker } from "./ports.ts";

const entrySchema = z.object({
  root: z.string(),
  command: z.string(),
  sort: z.enum(["tests", "types", "lint", "unknown"]),
  script: z.string(),
  sha256: z.string(),
});
const fileSchema = z.object({ version: z.literal(1), agreements: z.array(entrySchema) });
type Entry = z.infer<typeof entrySchema>;

/** A file that is there but can't be understood is not the same as none: it is kept aside before anything is written. */
type Stored = { readonly kind: "entries"; readonly entries: readonly Entry[] } | { readonly kind: "corrupt" };

/**
 * Agreements in one JSON file, read at every question, so that another process's `trust` counts at once. An agreement
 * holds for one root, one command and one script text; anything that can't be read means that nothing was agreed to.
 */
export function createAgreements(file: string): Agreements {
  const entries = (): readonly Entry[] => {
    const stored = readStored(file);
    return stored.kind === "entries" ? stored.entries : [];
  };
  const replace = (change: (known: readonly Entry[]) => readonly Entry[]): void => {
    if (readStored(file).kind === "corrupt") renameSync(file, `${file}.corrupt-${Date.now()}-${randomUUID().slice(0, 8)}`);
    writeAtomically(file, `${JSON.stringify({ version: 1, agreements: change(entries()) }, null, 2)}\n`);
  };
  return {
    has: (root, checker) =>
      entries().some((entry) => entry.root === root && entry.command === checker.command && entry.sha256 === digest(checker.script)),
    add: (root, checkers) =>
      replace((known) => [
        ...known.filter((entry) => entry.root !== root || !checkers.some((checker) => checker.command === entry.command)),
        ...checkers.map(({ command, sort, script }) => ({ root, command, sort, script, sha256: digest(script) })),
      ]),
    list: (root) =>
      entries()
        .filter((entry) => entry.root === root)
        .map(({ command, sort, script }): Checker => ({ command, sort, script, from: "repository" })),
    remove: (root) => replace((known) => known.filter((entry) => entry.root !== root)),
  };
}

const digest = (script: string): string => createHash("sha256").update(script).digest("hex");

/** An entry whose text does not match its own digest was edited by hand, and counts for nothing. */
function readStored(file: string): Stored {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return missing ? { kind: "entries", entries: [] } : { kind: "corrupt" };
  }
  try {
    const parsed = fileSchema.safeParse(JSON.parse(text));
    if (!parsed.success) return { kind: "corrupt" };
    return { kind: "entries", entries: parsed.data.agreements.filter((entry) => digest(entry.script) === entry.sha256) };
  } catch {
    return { kind: "corrupt" }; // fails closed: the caller sees no agreement
  }
}

function writeAtomically(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    const descriptor = openSync(temporary, "wx", 0o600);
    try {
      writeSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
