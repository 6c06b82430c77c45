/**
 * `npm run package`: bundles everything and makes `dist/stepladder-<version>.vsix`, which runs on every platform. What goes
 * in is put together in a folder of its own, and the finished file's contents are held against `contents` below: a file that
 * nobody expected, or that is missing, fails.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stage = join(root, "dist", "package");

/** Each line is a pattern of what the package has to hold; all of it has to match one. */
const contents: readonly (readonly [what: string, pattern: RegExp, least: number])[] = [
  ["manifest", /^package\.json$/, 1],
  ["texts of the manifest", /^package\.nls(\.[a-z-]+)?\.json$/, 1],
  ["texts of the extension", /^l10n\/bundle\.l10n(\.[a-z-]+)?\.json$/, 1],
  ["readme, changes, licence", /^(readme\.md|changelog\.md|LICENSE\.txt|LICENSE)$/i, 3],
  ["pictures of the readme", /^docs\/(images\/)?[a-z0-9-]+\.(png|svg)$/, 0],
  ["extension", /^dist\/extension[\w-]*\.cjs$/, 1],
  ["server and its threads", /^dist\/(server|report-worker)\.mjs$/, 2],
  ["parts of the server", /^dist\/[\w.-]+-[A-Z0-9]{8}\.mjs$/, 1],
  ["licences of bundled packages", /^dist\/([\w-]+\/)?[\w.-]+\.LEGAL\.txt$/, 0],
  ["licences of all bundled packages", /^dist\/THIRD-PARTY-NOTICES\.txt$/, 1],
  ["prompts", /^dist\/prompts\/(tools\/)?[a-z_-]+\.md$/, 10],
  ["pages", /^dist\/media\/[\w-]+\.(js|css|ttf)$/, 4],
  ["icons", /^media\/icons\/[a-z-]+\.(svg|png)$/, 2],
  ["walkthrough", /^media\/walkthrough\/[a-z0-9-]+\.(svg|md)$/, 0],
  [
    "grammars",
    /^node_modules\/@vscode\/tree-sitter-wasm\/(package\.json|LICENSE|wasm\/tree-sitter[\w-]*\.(js|wasm))$/,
    5,
  ],
  ["prices", /^node_modules\/@pydantic\/genai-prices\/(package\.json|LICENSE|dist\/index\.cjs)$/, 3],
];

/** Of the packages that stay packages, only what is loaded at run time. */
const keptOfPackages: readonly (readonly [name: string, keep: RegExp])[] = [
  ["@vscode/tree-sitter-wasm", /(^|\/)(package\.json|LICENSE(\.\w+)?|tree-sitter(?!-regex)[\w-]*\.(js|wasm))$/],
  ["@pydantic/genai-prices", /(^|\/)(package\.json|LICENSE|index\.cjs)$/],
];

/** Made by the build for the terminal only. */
const notForTheEditor = /^(cli\.mjs|live-view-\w+\.mjs|package|.*\.vsix)$/;

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

run(process.execPath, ["esbuild.mjs", "--quiet"]);
rmSync(stage, { recursive: true, force: true });
mkdirSync(stage, { recursive: true });
const manifest: Manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
writeManifest(manifest);
copyFiles();
const file = join(root, "dist", `stepladder-${manifest.version}.vsix`);
rmSync(file, { force: true });
run(
  join(root, "node_modules", ".bin", "vsce"),
  [...["package", "--out", file, "--allow-missing-repository", "--no-rewrite-relative-links"]],
  stage,
);
check(listing(file));
console.log(`${(statSync(file).size / 1024 / 1024).toFixed(2)} MiB  ${file.slice(root.length)}`);

/** What an installed extension needs of the manifest, and nothing of how it is built. */
function writeManifest(full: Manifest): void {
  const { scripts, devDependencies, optionalDependencies, bin, files, private: _, ...kept } = full;
  const dependencies = Object.fromEntries(keptOfPackages.map(([name]) => [name, full.dependencies[name]]));
  const engines = { vscode: (full.engines as { readonly vscode: string }).vscode };
  writeFileSync(join(stage, "package.json"), JSON.stringify({ ...kept, engines, dependencies }, null, 2));
}

function copyFiles(): void {
  for (const name of ["README.md", "CHANGELOG.md", "LICENSE", ...matching(root, /^package\.nls.*\.json$/)]) copy(name);
  for (const name of readdirSync(join(root, "dist"))) if (!notForTheEditor.test(name)) copy(join("dist", name));
  for (const name of ["l10n", "media/icons", "media/walkthrough"]) copyIfThere(name);
  for (const name of matching(join(root, "docs"), /\.svg$/)) copy(join("docs", name));
  copyIfThere("docs/images");
  for (const [name, keep] of keptOfPackages) {
    const from = join("node_modules", name);
    for (const path of readdirSync(join(root, from), { recursive: true, encoding: "utf8" })) {
      if (keep.test(path.replaceAll("\\", "/"))) copy(join(from, path));
    }
  }
}

function matching(folder: string, pattern: RegExp): readonly string[] {
  return readdirSync(folder).filter((name) => pattern.test(name));
}

function copy(path: string): void {
  mkdirSync(dirname(join(stage, path)), { recursive: true });
  cpSync(join(root, path), join(stage, path), { recursive: true });
}

function copyIfThere(path: string): void {
  try {
    copy(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

/** The paths inside of the finished file, below `extension/`. */
function listing(vsix: string): readonly string[] {
  const bytes = readFileSync(vsix);
  const names: string[] = [];
  // The central directory of a zip file lists every entry behind this signature.
  for (
    let at = bytes.indexOf("PK\u0001\u0002", 0, "latin1");
    at >= 0;
    at = bytes.indexOf("PK\u0001\u0002", at + 46, "latin1")
  ) {
    names.push(bytes.toString("utf8", at + 46, at + 46 + bytes.readUInt16LE(at + 28)));
  }
  return names
    .filter((name) => name.startsWith("extension/") && !name.endsWith("/"))
    .map((name) => name.slice("extension/".length));
}

function check(paths: readonly string[]): void {
  const unexpected = paths.filter((path) => !contents.some(([, pattern]) => pattern.test(path)));
  const missing = contents.filter(([, pattern, least]) => paths.filter((path) => pattern.test(path)).length < least);
  for (const path of unexpected) console.error(`Not expected in the package: ${path}`);
  for (const [what] of missing) console.error(`Missing in the package: ${what}`);
  if (unexpected.length + missing.length > 0) process.exit(1);
}

function run(command: string, words: readonly string[], cwd = root): void {
  const { status, stdout, stderr } = spawnSync(command, words, {
    cwd,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (status === 0) return;
  console.error(`${stdout}${stderr}`);
  process.exit(1);
}
