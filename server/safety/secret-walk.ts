import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { looksSecret } from "./secret-content.ts";
import { secrecyOf } from "./secret-files.ts";

export type SecretBelow =
  | { readonly kind: "none" }
  | { readonly kind: "found"; readonly path: string }
  | { readonly kind: "too-many-files" };

const maxEntries = 20_000;

/**
 * Looks for secret files below a folder, for commands that read all of it. Links are not followed, as the commands don't either; what
 * packages and git keep for themselves is left out, apart from git's configuration. Names that begin with a dot count if they are asked for.
 */
export async function findSecretBelow(folder: string, includeHidden: boolean): Promise<SecretBelow> {
  const waiting = [{ absolute: folder, relative: "" }];
  let seen = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const entries = await readdir(next.absolute, { withFileTypes: true }).catch(() => []);
    seen += entries.length;
    if (seen > maxEntries) return { kind: "too-many-files" };
    for (const entry of entries) {
      if (!includeHidden && entry.name.startsWith(".")) continue;
      const absolute = join(next.absolute, entry.name);
      const relative = next.relative === "" ? entry.name : `${next.relative}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name === ".git" && (await looksSecret(join(absolute, "config"))))
          return { kind: "found", path: `${relative}/config` };
        if (entry.name !== ".git" && entry.name !== "node_modules") waiting.push({ absolute, relative });
      } else if (entry.isFile() && (await isSecretFileAt(relative, absolute))) return { kind: "found", path: relative };
    }
  }
  return { kind: "none" };
}

async function isSecretFileAt(relative: string, absolute: string): Promise<boolean> {
  const secrecy = secrecyOf(relative);
  return secrecy === "certain" || (secrecy === "possible" && (await looksSecret(absolute)));
}
