import { fenceInfo, isFence, opensFence } from "./fence.ts";

/**
 * The file that the lines above a block name, nearest line first. Looks through fences, but not further than the first
 * line of text. A name that one of the known files has, or almost has, means that file.
 */
export function fileNameAbove(nearestFirst: readonly string[], known: readonly string[]): string | undefined {
  const names: string[] = [];
  for (const line of nearestFirst.slice(0, 3)) {
    const name = nameIn(line);
    if (name !== undefined) names.push(name);
    if (!isFence(line)) break;
  }
  for (const sameFile of [isSame, isInOtherFolder, isAlmostSame]) {
    for (const name of names) {
      const files = known.filter((file) => sameFile(file, name));
      if (files.length === 1) return files[0];
    }
  }
  return names.find((name) => /\.\w+$/.test(name)) ?? names.find((name) => !/\s/.test(name));
}

function nameIn(line: string): string | undefined {
  const text = line.trim();
  if (text === "...") return undefined;
  if (isFence(text)) {
    const info = opensFence(text) ? fenceInfo(text) : "";
    return /[./]/.test(info) ? info : undefined;
  }
  return bareName(text) || undefined;
}

/** Without what models put around a file name: heading marks, a colon, backticks, asterisks. */
export function bareName(line: string): string {
  return line
    .trim()
    .replace(/:+$/, "")
    .replace(/^#+/, "")
    .trim()
    .replace(/^`+|`+$/g, "")
    .replace(/^\*+|\*+$/g, "")
    .replace(/^`+|`+$/g, "");
}

function isSame(file: string, name: string): boolean {
  return file === name;
}

function isInOtherFolder(file: string, name: string): boolean {
  return lastPart(file) === lastPart(name);
}

function isAlmostSame(file: string, name: string): boolean {
  return letters(name) !== "" && (letters(file) === letters(name) || letters(lastPart(file)) === letters(name));
}

function lastPart(path: string): string {
  return path.split("/").at(-1) ?? path;
}

function letters(path: string): string {
  return path.toLowerCase().replace(/[^\p{Letter}\p{Number}]/gu, "");
}
