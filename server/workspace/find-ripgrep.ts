import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

export type FoundRipgrep =
  | { readonly kind: "found"; readonly file: string }
  /** `because` is a sentence that ends in the next step. */
  | { readonly kind: "missing"; readonly because: string };

/** Resolves to the same answer every time; never one from the search path, which a repository could reach. */
export type FindRipgrep = () => Promise<FoundRipgrep>;

/** The ripgrep of the npm package, and where that has none, such as inside an editor's extension, the one that the editor brought along. */
export function ripgrepFinder(fromEditor?: string, fromPackage = packagedRipgrep): FindRipgrep {
  let found: Promise<FoundRipgrep> | undefined;
  return () => {
    found ??= find(fromEditor, fromPackage);
    return found;
  };
}

async function find(fromEditor: string | undefined, fromPackage: () => Promise<string>): Promise<FoundRipgrep> {
  const packaged = await fromPackage().catch(() => undefined); // Not installed, or not for this platform.
  const file = [packaged, fromEditor].find((each) => each !== undefined && isProgram(each));
  return file === undefined ? { kind: "missing", because: missing } : { kind: "found", file };
}

const missing =
  "ripgrep was not found, so files can't be searched or listed; install Stepladder anew, for the platform of this machine.";

async function packagedRipgrep(): Promise<string> {
  return (await import("@vscode/ripgrep")).rgPath;
}

function isProgram(file: string): boolean {
  if (!path.isAbsolute(file)) return false;
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    // Not there, or not to be run.
    return false;
  }
}
