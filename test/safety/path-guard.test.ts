import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import fc from "fast-check";
import { linux } from "../../server/platform/linux.ts";
import { createPathGuard, type PathGuard } from "../../server/safety/path-guard.ts";
import { pinParentFolder, recheckBeforeWrite } from "../../server/safety/pinned-folder.ts";
import { writesOutsideInSwapRace } from "./swap-race.ts";

const unixOnly = { skip: process.platform === "win32" };

interface World {
  readonly folder: string;
  readonly root: string;
  readonly guard: PathGuard;
}

function world(t: TestContext): World {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "stepladder-guard-")));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, "w");
  for (const file of [
    "w/src/a.ts",
    "w/.env",
    "w/certs/readme.txt",
    "w/config.json",
    "w-evil/x",
    "outside/o.txt",
    "state/l.db",
    "docs/d.md",
  ]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), "x");
  }
  const links = {
    in: "src",
    out: "../outside",
    dangling: "../outside/new",
    a: "b",
    b: "a",
    "plain.txt": ".env",
    st: "../state",
    proc: "/proc/self/root",
  };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(root, name));
  linkSync(join(folder, "outside/o.txt"), join(root, "hard.txt"));
  const guard = createPathGuard({
    root,
    platform: linux,
    stateFolders: [join(folder, "state")],
    extraReadable: [join(folder, "docs")],
  });
  return { folder, root, guard };
}

async function kind(guard: PathGuard, path: string, intent: "read" | "write"): Promise<string> {
  return (await guard.check(path, intent)).decision.kind;
}

test(
  "ordinary files of the workspace may be read and written, also missing ones and through links inside",
  unixOnly,
  async (t) => {
    const { root, guard } = world(t);
    for (const path of [
      "src/a.ts",
      "new/deep/file.ts",
      "in/a.ts",
      join(root, "src/a.ts"),
      "src/café/файл.ts",
      "./src/../src/a.ts",
      "..x",
    ]) {
      assert.equal(await kind(guard, path, "read"), "allow", path);
      assert.equal(await kind(guard, path, "write"), "allow", path);
    }
    assert.deepEqual(await guard.check("in/a.ts", "write"), {
      decision: { kind: "allow" },
      absolute: join(root, "src/a.ts"),
      relative: "src/a.ts",
    });
  },
);

test("what lies or leads outside asks, and the reason names the real place", unixOnly, async (t) => {
  const { folder, guard } = world(t);
  for (const path of ["../w-evil/x", join(folder, "w-evil/x"), "out/o.txt", "dangling", "in/../../outside/o.txt"]) {
    for (const intent of ["read", "write"] as const) {
      const { decision } = await guard.check(path, intent);
      assert.equal(decision.kind, "ask", path);
    }
  }
  const { decision, absolute } = await guard.check("out/o.txt", "write");
  assert.ok(decision.kind === "ask" && decision.because.includes(join(folder, "outside/o.txt")));
  assert.equal(absolute, join(folder, "outside/o.txt"));
  assert.equal(await kind(guard, join(folder, "docs/d.md"), "read"), "allow");
  assert.equal(await kind(guard, join(folder, "docs/d.md"), "write"), "ask");
});

test("what can't be resolved, the system's folders and our own state are refused", unixOnly, async (t) => {
  const { folder, root, guard } = world(t);
  execFileSync("mkfifo", [join(root, "pipe")]);
  const paths = [
    "",
    "a/x",
    "src/a\0.ts",
    "a\nb",
    "/proc/self/root/w/.env",
    "/dev/null",
    "proc/etc",
    "src/a.ts/below",
    "~/x",
    "pipe",
    "\ud800",
  ];
  for (const path of [...paths, "st/l.db", join(folder, "state/new"), `${"d/".repeat(2100)}x`]) {
    for (const intent of ["read", "write"] as const) {
      const checked = await guard.check(path, intent);
      assert.equal(checked.decision.kind, "refuse", path.slice(0, 40));
      assert.equal(checked.absolute, "");
    }
  }
});

test("writing a protected file asks: nested, missing, in any case, or under an alias", unixOnly, async (t) => {
  const { root, guard } = world(t);
  symlinkSync("../elsewhere", join(root, "src/.vscode"));
  const paths = `.git/hooks/pre-commit vendor/lib/.git/config .git packages/api/.vscode/tasks.json .VSCODE/settings.json src/.vscode/x.json
    app.code-workspace .idea/x .mcp.json sub/mcp.json .cursor/mcp.json .claude/settings.json .roo/x .codex/config.toml .gemini/x
    .github/workflows/ci.yml .gitlab-ci.yml .husky/pre-commit .gitattributes .gitmodules .gitconfig AGENTS.md docs/CLAUDE.md .npmrc .envrc
    .ripgreprc .env .env.local .bashrc .devcontainer/x .pre-commit-config.yaml .g\u200cit/config .git\u200b/x git~1/config`;
  for (const path of paths.split(/\s+/)) assert.equal(await kind(guard, path, "write"), "ask", path);
  for (const path of [
    "src/agents.ts",
    ".github/README.md",
    "src/git/x.ts",
    "environment.ts",
    ".gitignore",
    "package.json",
  ]) {
    assert.equal(await kind(guard, path, "write"), "allow", path);
  }
  assert.equal(await kind(guard, "hard.txt", "write"), "ask");
  assert.equal(await kind(guard, "src/a\u202e.ts", "write"), "ask");
});

test(
  "reading a secret file asks, by an innocent name it is refused, and an ordinary content needs no question",
  unixOnly,
  async (t) => {
    const { root, guard } = world(t);
    assert.equal(await kind(guard, ".env", "read"), "ask");
    assert.equal(await kind(guard, "plain.txt", "read"), "refuse");
    assert.equal(await kind(guard, "id_rsa", "read"), "ask");
    assert.equal(await kind(guard, "config.json", "read"), "allow");
    assert.equal(await kind(guard, "certs/readme.txt", "read"), "allow");
    writeFileSync(join(root, "config.json"), '{ "database": { "password": "correct-horse" } }');
    assert.equal(await kind(guard, "config.json", "read"), "ask");
    writeFileSync(join(root, "config.json"), '{ "password": "<from the vault>" }');
    assert.equal(await kind(guard, "config.json", "read"), "allow");
  },
);

test("no spelling of a path is allowed whose real target lies outside", unixOnly, async (t) => {
  const { root, guard } = world(t);
  const segment = fc.constantFrom(
    ".",
    "..",
    "",
    "src",
    "in",
    "out",
    "a",
    "dangling",
    "proc",
    "w",
    "w-evil",
    "outside",
    "o.txt",
    "a.ts",
    "new",
    "etc",
    "passwd",
  );
  const path = fc.tuple(fc.constantFrom("", "/", root, `${root}/`), fc.array(segment, { minLength: 1, maxLength: 7 }));
  await fc.assert(
    fc.asyncProperty(path, fc.constantFrom("read" as const, "write" as const), async ([start, segments], intent) => {
      const checked = await guard.check(start + segments.join("/"), intent);
      if (checked.decision.kind !== "allow") return;
      let existing = checked.absolute;
      while (!existsSync(existing)) existing = dirname(existing);
      const real = realpathSync(existing);
      assert.equal(real, existing);
      assert.ok(real === root || real.startsWith(`${root}/`), `${checked.absolute} leads to ${real}`);
    }),
    { numRuns: 500 },
  );
});

test(
  "the check at the moment of writing refuses a link on the way and accepts what is missing",
  unixOnly,
  async (t) => {
    const { folder, root } = world(t);
    assert.equal((await recheckBeforeWrite(join(root, "src/a.ts"), root)).kind, "safe");
    assert.equal((await recheckBeforeWrite(join(root, "new/x"), root)).kind, "safe");
    for (const path of ["out/o.txt", "in/a.ts", "plain.txt", "src/a.ts/x"]) {
      assert.equal((await recheckBeforeWrite(join(root, path), root)).kind, "unsafe", path);
    }
    assert.equal((await recheckBeforeWrite(join(folder, "outside/o.txt"), root)).kind, "unsafe");
  },
);

test("a pinned folder makes missing folders and follows no link", unixOnly, async (t) => {
  const { folder, root } = world(t);
  const pin = await pinParentFolder(join(root, "new/deep/x.txt"), root, true);
  assert.equal(pin.kind, "pinned");
  if (pin.kind === "pinned") {
    writeFileSync(join(pin.folder, "x.txt"), "x");
    await pin.sync();
    await pin.close();
  }
  assert.ok(existsSync(join(root, "new/deep/x.txt")));
  assert.equal((await pinParentFolder(join(root, "out/x"), root, true)).kind, "unsafe");
  assert.equal((await pinParentFolder(join(root, "missing/x"), root, false)).kind, "unsafe");
  assert.equal((await pinParentFolder(join(folder, "outside/x"), root, true)).kind, "unsafe");
});

test("no write goes outside while a folder is swapped for a link and back", {
  skip: process.platform !== "linux",
}, async () => {
  assert.equal(await writesOutsideInSwapRace(1500), 0);
});
