import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { simpleGit } from "simple-git";
import type { Benchmark } from "./benchmark.ts";
import { quantile, rounded } from "./support/statistics.ts";

const files = 10_000;
/** Five times what an attempt may take by default. */
const steps = 200;
const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));
/** What ships. */
const cli = script("../dist/cli.mjs");

async function makeRepository(folder: string): Promise<string> {
  const root = join(folder, "repository");
  for (let index = 0; index < 100; index++) mkdirSync(join(root, "src", `folder-${index}`), { recursive: true });
  for (let index = 0; index < files; index++) {
    const lines = Array.from({ length: 40 }, (_, line) => `export const value${line} = ${index * line};`).join("\n");
    writeFileSync(join(root, "src", `folder-${index % 100}`, `file-${index}.js`), `${lines}\n`);
  }
  const git = simpleGit(root);
  await git.init();
  await git.addConfig("user.name", "Ada").addConfig("user.email", "ada@example.org");
  await git.add(".").commit("start");
  return root;
}

function writeConfiguration(folder: string, url: string): string {
  const home = join(folder, "home");
  mkdirSync(join(home, "config"), { recursive: true, mode: 0o700 });
  const model = { context: 400_000, maxOutput: 4_096, price: { input: "0.30", output: "1.20" } };
  const configuration = {
    endpoints: { instant: { dialect: "openai-chat", url: `${url}/v1`, models: { instant: model } } },
    rungs: [{ name: "open", models: ["instant/instant"] }],
    budgets: { everything: { task: "100", day: "unlimited" } },
    limits: { steps: steps + 10, tokens: 100_000_000 },
  };
  writeFileSync(join(home, "config", "stepladder.jsonc"), JSON.stringify(configuration), { mode: 0o600 });
  return home;
}

async function runProcess(args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Promise<void> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code]: [number | null] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}`);
}

async function gapsOf(url: string): Promise<readonly number[]> {
  return (await (await fetch(`${url}/gaps`)).json()) as readonly number[];
}

export const bench: Benchmark = {
  name: "loop",
  async run() {
    await runProcess([script("../esbuild.mjs"), "--quiet"], {}, script(".."));
    const folder = mkdtempSync(join(tmpdir(), "stepladder-loop-"));
    const server = spawn(process.execPath, [script("support/instant-server.ts"), String(steps)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const [port]: [string] = (await once(createInterface(server.stdout), "line")) as [string];
      const url = `http://127.0.0.1:${port}`;
      const root = await makeRepository(folder);
      const home = writeConfiguration(folder, url);
      const peakFile = join(folder, "peak");

      await runProcess([script("support/bare-loop.ts"), `${url}/v1`, root], {}, folder);
      const bare = await gapsOf(url);
      const measured = [
        "--import",
        script("support/report-peak.mjs"),
        cli,
        "run",
        "Where is everything?",
        "--json",
        "--folder",
        root,
      ];
      await runProcess(measured, { STEPLADDER_HOME: home, PEAK_FILE: peakFile }, folder);
      const ours = await gapsOf(url);
      if (ours.length < steps) throw new Error(`only ${ours.length} of ${steps} steps were made`);

      const json = {
        p50Ms: rounded(quantile(ours, 0.5)),
        p95Ms: rounded(quantile(ours, 0.95)),
        bareP95Ms: rounded(quantile(bare, 0.95)),
        peakMb: rounded(Number(readFileSync(peakFile, "utf8")) / 1024, 1),
      };
      const text = `From a reply to the next request, ${steps} steps in a repository of ${files} files:
  stepladder   p50 ${json.p50Ms} ms, p95 ${json.p95Ms} ms (goal under 20), peak memory ${json.peakMb} MB (goal under 150)
  bare openai  p50 ${rounded(quantile(bare, 0.5))} ms, p95 ${json.bareP95Ms} ms`;
      return { text, json };
    } finally {
      server.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
