import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { simpleGit } from "simple-git";

/** A folder of its own for one run: a real git repository with failing tests, and a home for configuration and ledger. */
export interface PlayGround {
  readonly folder: string;
  readonly repository: string;
  readonly home: string;
  remove(): void;
}

const template = fileURLToPath(new URL("./repository", import.meta.url));

export async function makePlayGround(modelServer: string): Promise<PlayGround> {
  const folder = mkdtempSync(join(tmpdir(), "stepladder-demo-"));
  const repository = join(folder, "ledgerette");
  const home = join(folder, "home");
  cpSync(template, repository, { recursive: true });
  mkdirSync(join(home, "config"), { recursive: true, mode: 0o700 });
  writeFileSync(join(home, "config", "stepladder.jsonc"), `${JSON.stringify(configuration(modelServer), null, 2)}\n`, {
    mode: 0o600,
  });
  const git = simpleGit(repository);
  await git.init(["--initial-branch=main"]);
  await git
    .addConfig("user.name", "Ada")
    .addConfig("user.email", "ada@example.org")
    .addConfig("commit.gpgsign", "false");
  await git.add(".").commit("ledgerette 0.4.0");
  return { folder, repository, home, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What a user of these three models would write. */
function configuration(url: string) {
  return {
    endpoints: {
      laptop: {
        dialect: "ollama",
        url,
        models: { "scripted/local-coder": { context: 32_768, maxOutput: 4_096, family: "qwen" } },
      },
      "open-host": {
        dialect: "openai-chat",
        url: `${url}/v1`,
        models: {
          "scripted/open-coder": {
            context: 131_072,
            maxOutput: 4_096,
            family: "deepseek",
            price: { input: "0.30", output: "1.20", cacheRead: "0.03" },
          },
        },
      },
      "frontier-host": {
        dialect: "anthropic",
        url,
        models: {
          "scripted/frontier-coder": {
            context: 200_000,
            maxOutput: 8_192,
            family: "claude",
            price: { input: "5", output: "25", cacheRead: "0.50", cacheWrite: "6.25", cacheWrite1h: "10" },
          },
        },
      },
    },
    rungs: [
      { name: "local", models: ["laptop/scripted/local-coder"] },
      { name: "open", models: ["open-host/scripted/open-coder"] },
      { name: "frontier", models: ["frontier-host/scripted/frontier-coder"] },
    ],
    budgets: { everything: { task: "0.50", day: "5" } },
    atLimit: "stop",
  };
}
