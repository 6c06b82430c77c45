/** What the editor suites need beside `npm ci`: the packages of the VS Code server, and a Chromium. Installs what is missing. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

export interface PreparedEditor {
  /** Main file of the VS Code server. */
  readonly serverMain: string;
  readonly chromium: string;
}

/** Throws an `Error` of one line that names the next step. */
export function prepareEditor(): PreparedEditor {
  return { serverMain: prepareServer(), chromium: prepareChromium() };
}

/** The VS Code server alone, for those who bring a browser of their own. */
export function prepareServer(): string {
  const root = dirname(require.resolve("code-server/package.json"));
  const server = join(root, "lib", "vscode");
  const stamp = join(server, "node_modules", ".prepared");
  const { version } = require("code-server/package.json") as { readonly version: string };
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== version) {
    for (const folder of [server, join(server, "extensions")]) installPackages(folder);
    writeFileSync(stamp, version);
  }
  return join(server, "out", "server-main.js");
}

/** No script of any package runs; what would be built natively is not needed by extensions. */
function installPackages(folder: string): void {
  const options = ["--omit=dev", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, stderr } = spawnSync("npm", ["install", ...options], {
    cwd: folder,
    encoding: "utf8",
    env: withoutOuterNpm(process.env),
    shell: process.platform === "win32",
  });
  if (status !== 0)
    throw new Error(`The packages of the VS Code server could not be installed in ${folder}: ${stderr.trim()}`);
}

/** An npm inside of an npm script must not take over the outer one's package and folders. */
function withoutOuterNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const outer =
    /^npm_(?:package|lifecycle|command|execpath|node_execpath|config_(?:prefix|local_prefix|global_prefix|workspace|omit|include|save|dev))/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !outer.test(name)));
}

function prepareChromium(): string {
  const found = findChromium();
  if (found !== undefined) return found;
  const admin = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const [command = "", ...words] = [...admin, "apt-get"];
  const apt = (...args: string[]) =>
    spawnSync(command, [...words, ...args], {
      encoding: "utf8",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    }).status === 0;
  if (apt("update", "-qq")) apt("install", "-y", "-qq", "--no-install-recommends", "chromium");
  const installed = findChromium();
  if (installed !== undefined) return installed;
  throw new Error(
    "The editor suites need Chromium: apt-get install chromium, or set CHROMIUM to the path of a Chromium or Chrome.",
  );
}

function findChromium(): string | undefined {
  const places = [
    process.env.CHROMIUM,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ];
  return places.find((place) => place !== undefined && place !== "" && existsSync(place));
}
