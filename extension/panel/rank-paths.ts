/** The best of the paths for what was typed, best first. Without a query they stay in their order. */
export function rankPaths(paths: readonly string[], query: string, most: number): readonly string[] {
  if (query === "") return paths.slice(0, most);
  const wanted = query.toLowerCase().replaceAll("\\", "/");
  const scored: { path: string; score: number }[] = [];
  for (const path of paths) {
    const score = scoreOf(path.toLowerCase(), wanted);
    if (score !== undefined) scored.push({ path, score });
  }
  return scored
    .toSorted((a, b) => a.score - b.score || a.path.length - b.path.length || (a.path < b.path ? -1 : 1))
    .slice(0, most)
    .map(({ path }) => path);
}

/** Less is better; undefined when the letters do not occur in their order. */
function scoreOf(path: string, wanted: string): number | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.includes(wanted)) return 2;
  if (path.includes(wanted)) return 3;
  const inName = gaps(name, wanted);
  if (inName !== undefined) return 4 + inName / 1000;
  const inPath = gaps(path, wanted);
  return inPath === undefined ? undefined : 5 + inPath / 1000;
}

/** How many letters stand between those that were typed. */
function gaps(text: string, wanted: string): number | undefined {
  let at = -1;
  let between = 0;
  for (const letter of wanted) {
    const next = text.indexOf(letter, at + 1);
    if (next === -1) return undefined;
    if (at >= 0) between += next - at - 1;
    at = next;
  }
  return between;
}

/** All folders that hold these files, the upper ones too, without the root itself. */
export function foldersOf(paths: readonly string[]): readonly string[] {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const folder = path.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return [...folders].toSorted();
}
