// Bundles what ships into `dist/`: the two doors of the server, the extension, and what its webviews show. Code that reads a file beside itself (`new URL("./x", import.meta.url)`) finds it in
// the same place relative to `dist/`, because all chunks lie flat there; packages with binaries stay packages.
import { cp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build, transform } from "esbuild";
import { thirdPartyNotices } from "./scripts/third-party-notices.ts";

const outdir = "dist";

/** Read at run time, by their place beside the code that reads them. */
const assets = [
  ["server/agent/prompts", "prompts"],
  ["server/models/text-form/prompts", "prompts"],
];

/** Stay packages: a binary for each platform, and grammars as WebAssembly. What code loads with its own `require` does too. */
const external = ["@vscode/ripgrep", "@vscode/tree-sitter-wasm"];

// Packages in CommonJS ask for Node's own modules with `require`, which ES modules lack.
const banner =
  'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);';

const common = {
  bundle: true,
  minify: true,
  keepNames: true,
  sourcemap: false,
  legalComments: "linked",
  metafile: true,
  logLevel: "warning",
};

await rm(outdir, { recursive: true, force: true });
const result = await build({
  entryPoints: { cli: "server/cli.ts", server: "server/main.ts", "report-worker": "server/spend/report-worker.ts" },
  outdir,
  outExtension: { ".js": ".mjs" },
  // What a command does not need, such as the vendors' packages, is not read from disk when it starts.
  splitting: true,
  chunkNames: "[name]-[hash]",
  format: "esm",
  platform: "node",
  target: "node24",
  // Some packages hide their parts behind a wrapper in `main`; their ES modules can be followed.
  mainFields: ["module", "main"],
  external,
  banner: { js: banner },
  ...common,
});
for (const [from, to] of assets) await cp(from, join(outdir, to), { recursive: true });

// Only ES modules can be split; what the editor loads is CommonJS. What `import()` names is not read when the editor starts.
const extension = await build({
  entryPoints: { extension: "extension/main.ts" },
  outdir,
  outExtension: { ".js": ".cjs" },
  splitting: true,
  chunkNames: "extension-[name]-[hash]",
  format: "esm",
  platform: "node",
  target: "node22",
  external: ["vscode"],
  write: false,
  ...common,
});
for (const { path, text } of extension.outputFiles) {
  await writeFile(path, path.endsWith(".cjs") ? await commonJs(text) : text);
}
const media = await build({
  entryPoints: {
    "task-panel": "media/task-panel/main.ts",
    "spend-dashboard": "media/spend-dashboard/main.ts",
    codicon: "@vscode/codicons/dist/codicon.css",
  },
  outdir: join(outdir, "media"),
  format: "esm",
  platform: "browser",
  target: "es2023",
  loader: { ".ttf": "file" },
  assetNames: "[name]",
  ...common,
});
const outputs = { ...result.metafile.outputs, ...extension.metafile.outputs, ...media.metafile.outputs };
await writeFile(join(outdir, "THIRD-PARTY-NOTICES.txt"), thirdPartyNotices(outputs));

if (!process.argv.includes("--quiet")) {
  for (const [file, { bytes }] of Object.entries(outputs).sort(([, a], [, b]) => b.bytes - a.bytes)) {
    if (bytes > 50_000 || /(?:cli|server|extension|task-panel|spend-dashboard)\.[mc]?js$/.test(file))
      print(file, bytes);
  }
  print("all of dist", await sizeOf(outdir));
}

async function commonJs(text) {
  // `import()` would leave the editor's own `require`, which is the one that knows `vscode`.
  const supported = { "dynamic-import": false };
  return (await transform(text, { format: "cjs", platform: "node", target: "node22", supported, minify: true })).code;
}

function print(name, bytes) {
  console.log(`${(bytes / 1024).toFixed(0).padStart(7)} KiB  ${name}`);
}

async function sizeOf(folder) {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = files.filter((file) => file.isFile()).map((file) => stat(join(file.parentPath, file.name)));
  return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0);
}
