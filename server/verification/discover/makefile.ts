const names = ["GNUmakefile", "makefile", "Makefile"];

/** The file that `make` itself would read. */
export const makefileName = (listed: readonly string[]): string | undefined =>
  names.find((name) => listed.includes(name));

/** A target's prerequisites and recipe, or undefined when the Makefile has no such target. */
export function makeRecipe(makefile: string, target: string): string | undefined {
  const lines = makefile.split(/\r?\n/);
  const start = lines.findIndex((line) => new RegExp(`^(?:[\\w.-]+ )*${target}(?: [\\w.-]+)*\\s*::?(?!=)`).test(line));
  if (start === -1) return undefined;
  const end = lines.findIndex((line, index) => index > start && line !== "" && !/^[\t#]/.test(line));
  return lines
    .slice(start, end === -1 ? undefined : end)
    .join("\n")
    .trim();
}

/** A target with the targets that it depends on, which run with it. */
export function boundRecipe(makefile: string, target: string): string | undefined {
  const parts: string[] = [];
  const seen = new Set<string>();
  const queue = [target];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const recipe = seen.has(next) ? undefined : makeRecipe(makefile, next);
    seen.add(next);
    if (recipe === undefined) continue;
    parts.push(recipe);
    queue.push(
      ...((recipe.split("\n")[0] ?? "")
        .split(":")
        .at(-1)
        ?.match(/[\w.-]+/g) ?? []),
    );
  }
  return parts.length === 0 ? undefined : parts.join("\n");
}
