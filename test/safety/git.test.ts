import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { linux } from "../../server/platform/linux.ts";
import { createCommandPolicy } from "../../server/safety/command-policy.ts";
import { hardenedGitEnvironment, isHarmlessGitConfig } from "../../server/safety/git-hardening.ts";
import { indexHoldsSubmodules } from "../../server/safety/git-index.ts";
import { unsafeRepositoryBecause } from "../../server/safety/git-repository.ts";
import { createPathGuard } from "../../server/safety/path-guard.ts";
import { createRepository, type HostileRepository, hostileConfigurationRuns } from "./hostile-repository.ts";

function policyOf(repository: HostileRepository) {
  const paths = createPathGuard({ root: repository.root, platform: linux, stateFolders: [] });
  return createCommandPolicy({ shell: "bash", paths, autoRun: [], allow: [] });
}

test("our own git runs nothing that the repository's configuration names as a monitor", () => {
  assert.equal(hostileConfigurationRuns(), false);
});

const hostile: Readonly<Record<string, (marker: string) => Readonly<Record<string, string>>>> = {
  "a file system monitor": (marker) => ({ "core.fsmonitor": `touch '${marker}'; false` }),
  "a clean filter": (marker) => ({ "filter.x.clean": `touch '${marker}'; cat` }),
  "a text conversion": (marker) => ({ "diff.x.textconv": `touch '${marker}'; cat` }),
  "a diff driver": (marker) => ({ "diff.x.command": `touch '${marker}'` }),
  "an external diff": (marker) => ({ "diff.external": `touch '${marker}'` }),
};
for (const [name, configuration] of Object.entries(hostile)) {
  test(`git commands ask in a repository with ${name}, and it really would have run`, {
    skip: process.platform === "win32",
  }, async (t) => {
    const repository = createRepository(configuration);
    t.after(() => repository.remove());
    writeFileSync(join(repository.root, ".gitattributes"), "* filter=x diff=x\n");
    for (const command of ["git status", "git diff", "git log -p", "git show HEAD"]) {
      assert.equal((await policyOf(repository).judge(command)).kind, "ask", command);
    }
    assert.equal(existsSync(repository.marker), false);
    repository.git(["status"]);
    repository.git(["diff"]);
    assert.equal(existsSync(repository.marker), true);
  });
}

test("an ordinary repository is read unasked, in an environment that leaves its submodules alone", {
  skip: process.platform === "win32",
}, async (t) => {
  const repository = createRepository(() => ({
    "remote.origin.url": "https://example.org/x.git",
    "branch.main.remote": "origin",
  }));
  t.after(() => repository.remove());
  const inner = join(repository.root, "inner");
  execFileSync("git", ["init", "-q", inner]);
  writeFileSync(join(inner, "f"), "1\n");
  writeFileSync(join(inner, ".gitattributes"), "* filter=x\n");
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.org", ...args], { cwd: inner });
  git("add", "f");
  git("commit", "-qm", "inner");
  execFileSync("git", ["-c", "advice.addEmbeddedRepo=false", "add", "inner"], { cwd: repository.root });
  git("config", "filter.x.clean", `touch '${repository.marker}'; cat`);
  git("config", "core.fsmonitor", `touch '${repository.marker}'; false`);

  assert.equal((await policyOf(repository).judge("git status")).kind, "ask", "submodules that no file describes");
  writeFileSync(join(repository.root, ".gitmodules"), '[submodule "inner"]\n\tpath = inner\n\turl = ../x\n');
  const decision = await policyOf(repository).judge("git status && git diff");
  assert.ok(decision.kind === "allow" && decision.environment !== undefined);
  for (const args of [["status"], ["diff"], ["log", "-p"]]) {
    utimesSync(join(inner, "f"), new Date(), new Date());
    repository.git(args, decision.environment);
    assert.equal(existsSync(repository.marker), false, args.join(" "));
  }
  repository.git(["status"]);
  assert.equal(existsSync(repository.marker), true);
  writeFileSync(
    join(repository.root, ".gitmodules"),
    '[submodule "inner"]\n\tpath = inner\n\turl = ../x\n\tignore = none\n',
  );
  assert.equal((await policyOf(repository).judge("git status")).kind, "ask");
});

test("a nested bare repository is neither read by hardened git nor unasked", {
  skip: process.platform === "win32",
}, async (t) => {
  const repository = createRepository(() => ({}));
  t.after(() => repository.remove());
  const bare = join(repository.root, "fixture");
  execFileSync("git", ["init", "-q", "--bare", bare]);
  writeFileSync(
    join(bare, "config"),
    `[core]\n\tbare = false\n\tworktree = ..\n\tfsmonitor = "touch '${repository.marker}'; false"\n`,
  );
  repository.git(["-C", "fixture", "status"], hardenedGitEnvironment());
  assert.equal(existsSync(repository.marker), false);
  assert.equal((await policyOf(repository).judge("cd fixture && git status")).kind, "ask");
  assert.notEqual(await unsafeRepositoryBecause(bare), undefined);
});

test("a configuration counts as harmless only when every line is understood", () => {
  const ordinary = `[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n# note\n[remote "origin"]\n\turl = git@example.org:a/b.git\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n[branch "main"]\n\tremote = origin\n\tmerge = refs/heads/main\n[user]\n\temail = a@example.org\n`;
  assert.equal(isHarmlessGitConfig(ordinary), true);
  for (const line of [
    "[core]\n\tfsmonitor = x",
    "[core]\n\tworktree = /",
    "[CORE]\n\tPager = x",
    "[include]\n\tpath = x",
    '[includeIf "gitdir:/"]\n\tpath = x',
    "[core]\n\tattributesFile = x",
    '[remote "o"]\n\tuploadpack = x',
    '[remote "o"]\n\tvcs = x',
    '[remote "o"]\n\tpromisor = true',
    "[alias]\n\tx = !y",
    "[core] fsmonitor = x",
    "[core]\n\tbare = \\\n[x]",
    '[diff "x"]\n\ttextconv = y',
    "[extensions]\n\tworktreeConfig = true",
    "[gpg]\n\tprogram = x",
    '[submodule "x"]\n\tignore = none',
    "fsmonitor = x",
    "[core\n",
    '[a "b\\"]\n\tc = d',
    "[merge]\n\ttool = x",
    "[credential]\n\thelper = x",
    '[branch "x.remote"]\n\tfoo = y',
  ]) {
    assert.equal(isHarmlessGitConfig(`${ordinary}${line}\n`), false, line);
  }
});

test("an index tells whether it holds submodules, and anything odd is unknown", {
  skip: process.platform === "win32",
}, (t) => {
  const repository = createRepository(() => ({}));
  t.after(() => repository.remove());
  mkdirSync(join(repository.root, "long"));
  for (let count = 1; count < 60; count += 1) writeFileSync(join(repository.root, "long", "n".repeat(count)), "x");
  repository.git(["add", "."]);
  const index = join(repository.root, ".git/index");
  assert.equal(indexHoldsSubmodules(readFileSync(index)), "no");
  const commit = repository.git(["rev-parse", "HEAD"]).trim();
  repository.git(["update-index", "--add", "--cacheinfo", `160000,${commit},zz`]);
  assert.equal(indexHoldsSubmodules(readFileSync(index)), "yes");
  repository.git(["update-index", "--force-remove", "zz"]);
  repository.git(["update-index", "--split-index"]);
  assert.equal(indexHoldsSubmodules(readFileSync(index)), "unknown");
  repository.git(["update-index", "--no-split-index", "--index-version", "4"]);
  assert.equal(indexHoldsSubmodules(readFileSync(index)), "unknown");
  assert.equal(indexHoldsSubmodules(new Uint8Array(5)), "unknown");
  rmSync(index);
});
