import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** In full; empty when the package brings no file with it. */
  readonly text: string;
}

/** What esbuild tells of its outputs. */
export interface Outputs {
  readonly [output: string]: { readonly inputs: { readonly [path: string]: { readonly bytesInOutput: number } } };
}

/** The names and licences of all packages whose code is in the outputs. Throws when a package names no licence. */
export function thirdPartyNotices(outputs: Outputs): string {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const folders = inputs.flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? packageFolder(path) : []));
  const packages = [...new Set(folders)].map(readPackage).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const sections = packages.map(
    ({ name, version, licence, text }) =>
      `${name} ${version} (${licence})\n\n${text || "The package brings no text."}\n`,
  );
  return [`Stepladder contains code of these packages, under their own licences.\n`, ...sections].join(
    `\n${"-".repeat(72)}\n\n`,
  );
}

/** The innermost package of a path such as `node_modules/a/node_modules/@b/c/lib/d.js`; none for our own code. */
export function packageFolder(path: string): readonly string[] {
  const found = /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/.exec(path.replaceAll("\\", "/"));
  return found === null ? [] : [found[0]];
}

function readPackage(folder: string): BundledPackage {
  const manifest: { readonly name: string; readonly version: string; readonly license?: string } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  if (typeof manifest.license !== "string") throw new Error(`${manifest.name} names no licence in its package.json.`);
  const files = readdirSync(folder).filter((name) => /^(?:licen[cs]e|notice|copying)\b/i.test(name));
  const texts = files.toSorted().map((name) => readFileSync(join(folder, name), "utf8").trim());
  return { name: manifest.name, version: manifest.version, licence: manifest.license, text: texts.join("\n\n") };
}
