import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { holdsSecret } from "./secret-shapes.ts";

const inspectedBytes = 256 * 1024;

/**
 * Whether a file whose name only hints at secrets holds any. Text is looked through; what is binary, too large or unreadable counts
 * as secret, a missing file and a folder don't.
 */
export async function looksSecret(path: string): Promise<boolean> {
  try {
    await using file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = await file.stat();
    if (stat.isDirectory() || stat.size === 0) return false;
    if (stat.size > inspectedBytes) return true;
    const bytes = await file.readFile();
    return bytes.includes(0) || holdsSecret(bytes.toString("utf8"));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return code !== "ENOENT" && code !== "EISDIR";
  }
}
