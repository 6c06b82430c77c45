import { lstat, readlink, realpath } from "node:fs/promises";
import { isWithin } from "../platform/executables.ts";
import type { Platform } from "../platform/platform.ts";

export type Canonical =
  | { readonly kind: "resolved"; readonly path: string }
  /** It can't be said what the path leads to, so it must not be used at all. */
  | { readonly kind: "unresolvable"; readonly because: string };

const maxLinks = 40;

/**
 * Where a path really leads: every existing component resolved, links to missing targets followed too, the missing rest kept as it
 * is. The link is followed by hand because `realpath` fails on a missing target, and a file created "there" is created elsewhere.
 */
export async function canonicalPath(absolute: string, platform: Platform): Promise<Canonical> {
  const { path } = platform;
  let current = path.parse(absolute).root;
  const waiting = segmentsOf(absolute, platform);
  let links = 0;
  let missing = false;
  for (let segment = waiting.shift(); segment !== undefined; segment = waiting.shift()) {
    if (segment === "..") current = path.dirname(current);
    if (segment === "..") continue;
    const next = path.join(current, segment);
    if (platform.forbiddenPlaces.some((place) => isWithin(platform, place, next))) {
      return { kind: "unresolvable", because: `it leads through ${next}, which belongs to the system` };
    }
    const found = missing ? { kind: "missing" as const } : await look(next);
    if (found.kind === "failed") return { kind: "unresolvable", because: found.because };
    if (found.kind === "missing") missing = true;
    if (found.kind !== "link") {
      current = next;
      continue;
    }
    links += 1;
    if (links > maxLinks) return { kind: "unresolvable", because: "its links lead in a circle" };
    if (path.isAbsolute(found.target)) current = path.parse(found.target).root;
    waiting.unshift(...segmentsOf(found.target, platform));
  }
  return spelledAsOnDisk(current, platform);
}

type Component =
  | { readonly kind: "missing" }
  | { readonly kind: "there" }
  | { readonly kind: "link"; readonly target: string }
  | { readonly kind: "failed"; readonly because: string };

async function look(path: string): Promise<Component> {
  try {
    const stat = await lstat(path);
    return stat.isSymbolicLink() ? { kind: "link", target: await readlink(path) } : { kind: "there" };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") return { kind: "missing" };
    return { kind: "failed", because: `it can't be looked at (${code ?? "unknown error"})` };
  }
}

function segmentsOf(path: string, platform: Platform): string[] {
  const root = platform.path.parse(path).root;
  const separator = platform.name === "windows" ? /[\\/]/ : /\//;
  return path
    .slice(root.length)
    .split(separator)
    .filter((segment) => segment !== "" && segment !== ".");
}

/** File systems that ignore case keep one spelling; decisions and records use that one. */
async function spelledAsOnDisk(path: string, platform: Platform): Promise<Canonical> {
  if (!platform.ignoresCase) return { kind: "resolved", path };
  const rest: string[] = [];
  for (let existing = path; ; existing = platform.path.dirname(existing)) {
    try {
      return { kind: "resolved", path: platform.path.join(await realpath(existing), ...rest) };
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code !== "ENOENT" || platform.path.dirname(existing) === existing) {
        return { kind: "unresolvable", because: `it can't be looked at (${code ?? "unknown error"})` };
      }
      rest.unshift(platform.path.basename(existing));
    }
  }
}
