/**
 * `npm run l10n`: collects every text that the extension and its pages show into `l10n/bundle.l10n.json`, from which they are
 * translated. A test fails when the file is out of date.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { getL10nJson } from "@vscode/l10n-dev";

const root = fileURLToPath(new URL("..", import.meta.url));
export const bundlePath = join(root, "l10n", "bundle.l10n.json");

/** By the text itself; a text with a comment for translators is an object. Sorted, so that a new text changes one line. */
export async function exportTexts(): Promise<Record<string, unknown>> {
  const files = sources().map((path) => ({
    extension: extname(path),
    contents: withNamespace(readFileSync(path, "utf8")),
  }));
  const texts = await getL10nJson(files);
  return Object.fromEntries(Object.entries(texts).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The exporter knows `l10n.t(…)` only, not a `t` that is imported by its name. */
function withNamespace(source: string): string {
  const named = /import \{[^}]*\bt\b[^}]*\} from "@vscode\/l10n";/;
  if (!named.test(source)) return source;
  return source.replace(named, 'import * as l10n from "@vscode/l10n";').replace(/(?<![\w.$])t\(/g, "l10n.t(");
}

function sources(): string[] {
  return ["extension", "media"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join(root, folder, file)),
  );
}

if (import.meta.main) {
  const texts = await exportTexts();
  writeFileSync(bundlePath, `${JSON.stringify(texts, null, 2)}\n`);
  console.log(`${Object.keys(texts).length} texts  ${bundlePath}`);
}
