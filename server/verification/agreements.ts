import { createHash, randomUUID } from "node:crypto";
import { readFileSync, renameSync } from "node:fs";
import { z } from "zod";
import { writeOwnFile } from "../platform/own-file.ts";
import type { Agreements, Checker } from "./ports.ts";

const entrySchema = z.object({
  root: z.string(),
  command: z.string(),
  sort: z.enum(["tests", "types", "lint", "unknown"]),
  script: z.string(),
  sha256: z.string(),
});
const fileSchema = z.object({ version: z.literal(1), trusted: z.array(z.string()), agreements: z.array(entrySchema) });
type Content = Pick<z.infer<typeof fileSchema>, "trusted" | "agreements">;

/** A file that is there but can't be understood is not the same as none: it is kept aside before anything is written. */
type Stored = ({ readonly kind: "content" } & Content) | { readonly kind: "corrupt" };

/**
 * Agreements in one JSON file, read at every question, so that another process's `trust` counts at once. An agreement
 * holds for one root, one command and one script text; anything that can't be read means that nothing was agreed to.
 */
export function createAgreements(file: string): Agreements {
  const content = (): Content => {
    const stored = readStored(file);
    return stored.kind === "content" ? stored : { trusted: [], agreements: [] };
  };
  const replace = (next: Content): void => {
    if (readStored(file).kind === "corrupt") renameSync(file, `${file}.corrupt-${randomUUID().slice(0, 8)}`);
    const { trusted, agreements } = next;
    writeOwnFile(file, `${JSON.stringify({ version: 1, trusted, agreements }, null, 2)}\n`);
  };
  return {
    has: (root, checker) =>
      content().agreements.some(
        (entry) => entry.root === root && entry.command === checker.command && entry.sha256 === digest(checker.script),
      ),
    trusts: (root) => content().trusted.includes(root),
    add(root, checkers) {
      const { trusted, agreements } = content();
      const replaced = new Set(checkers.map((checker) => checker.command));
      const added = checkers.map(({ command, sort, script }) => ({
        root,
        command,
        sort,
        script,
        sha256: digest(script),
      }));
      replace({
        trusted: [...trusted.filter((known) => known !== root), root],
        agreements: [...agreements.filter((entry) => entry.root !== root || !replaced.has(entry.command)), ...added],
      });
    },
    list: (root) =>
      content()
        .agreements.filter((entry) => entry.root === root)
        .map(({ command, sort, script }): Checker => ({ command, sort, script, from: "repository" })),
    remove(root) {
      const { trusted, agreements } = content();
      replace({
        trusted: trusted.filter((known) => known !== root),
        agreements: agreements.filter((entry) => entry.root !== root),
      });
    },
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
    return missing ? { kind: "content", trusted: [], agreements: [] } : { kind: "corrupt" };
  }
  try {
    const parsed = fileSchema.safeParse(JSON.parse(text));
    if (!parsed.success) return { kind: "corrupt" };
    const agreements = parsed.data.agreements.filter((entry) => digest(entry.script) === entry.sha256);
    return { kind: "content", trusted: parsed.data.trusted, agreements };
  } catch {
    return { kind: "corrupt" }; // fails closed: the caller sees no agreement
  }
}
