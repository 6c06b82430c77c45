import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hardenedGitArguments, hardenedGitEnvironment } from "../../server/safety/git-hardening.ts";

export interface HostileRepository {
  readonly root: string;
  /** Exists as soon as something that the repository names has run. */
  readonly marker: string;
  git(args: readonly string[], env?: Readonly<Record<string, string>>): string;
  remove(): void;
}

/** A real repository with one changed file; `configure` sets what would leave the marker behind. */
export function createRepository(
  configuration: (marker: string) => Readonly<Record<string, string>>,
): HostileRepository {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "stepladder-git-")));
  const root = join(folder, "w");
  const marker = join(folder, "PWNED");
  const git = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    spawnSync("git", args, { cwd: root, encoding: "utf8", env: { PATH: process.env.PATH, HOME: folder, ...env } })
      .stdout;
  spawnSync("git", ["init", "-q", root]);
  writeFileSync(join(root, "a.txt"), "one\n");
  git(["add", "."]);
  git(["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "first"]);
  for (const [key, value] of Object.entries(configuration(marker))) git(["config", key, value]);
  writeFileSync(join(root, "a.txt"), "two\n");
  utimesSync(join(root, "a.txt"), new Date(), new Date());
  return { root, marker, git, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Whether hardened git starts what the repository's `core.fsmonitor` names; unhardened git must, or the trial says nothing. */
export function hostileConfigurationRuns(): boolean {
  const repository = createRepository((marker) => ({ "core.fsmonitor": `touch '${marker}'; false` }));
  try {
    repository.git(["status"], hardenedGitEnvironment());
    repository.git([...hardenedGitArguments(), "diff"], { GIT_CONFIG_GLOBAL: "/dev/null" });
    if (existsSync(repository.marker)) return true;
    repository.git(["status"]);
    return !existsSync(repository.marker);
  } finally {
    repository.remove();
  }
}
