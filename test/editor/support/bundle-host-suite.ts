import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** A suite that ran fewer tests than this was not found as a whole. */
export const fewestHostTests = 12;

/** All of `host/*.spec.ts` in one file, as the extension host loads it. */
export async function bundleHostSuite(outfile: string): Promise<void> {
  const folder = fileURLToPath(new URL("../host/", import.meta.url));
  const specs = readdirSync(folder).filter((name) => name.endsWith(".spec.ts"));
  await build({
    stdin: {
      contents: [
        `export { run } from "./run.ts";`,
        `import { specs } from "./run.ts";`,
        ...specs.map((name) => `specs.push(() => require("./${name}"));`),
      ].join("\n"),
      resolveDir: folder,
      loader: "ts",
    },
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    external: ["vscode"],
    nodePaths: [join(root, "node_modules")],
    // mocha asks for files of its own that only its parallel runs need.
    logLevel: "error",
  });
}
