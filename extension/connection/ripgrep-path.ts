import { existsSync } from "node:fs";
import { join } from "node:path";

/** Where editors keep theirs, below their own folder; an `.asar` can't be run from, so it stands unpacked beside it. */
const packages = [
  ["@vscode", "ripgrep-universal", "bin", `${process.platform}-${process.arch}`],
  ["@vscode", "ripgrep", "bin"],
];
const folders = ["node_modules", "node_modules.asar.unpacked"];

/** The ripgrep that the editor brings along, or undefined: then the server looks for one itself. */
export function ripgrepBelow(appRoot: string): string | undefined {
  const name = process.platform === "win32" ? "rg.exe" : "rg";
  const places = folders.flatMap((folder) => packages.map((parts) => join(appRoot, folder, ...parts, name)));
  return places.find((place) => existsSync(place));
}
