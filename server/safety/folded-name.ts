/**
 * One spelling for all names that some file system takes for the same: case, composed characters, invisible characters (HFS+ drops
 * them), trailing dots and spaces (Windows drops them), and the short alias of `.git`.
 */
export function foldedName(segment: string): string {
  const folded = segment
    .normalize("NFKC")
    .replace(/[\p{Cf}\p{Cc}]/gu, "")
    .toLowerCase()
    .replace(/(?<=[^. ])[. ]+$/, "");
  return folded === "git~1" ? ".git" : folded;
}

/** The folded segments of a path in either separator's spelling. A `file:` address counts as its path. */
export function foldedSegments(path: string): readonly string[] {
  return path
    .replace(/^file:\/\//i, "")
    .split(/[\\/]/)
    .filter((segment) => segment !== "" && segment !== "." && segment !== "..")
    .map(foldedName);
}
