import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { linux } from "../../server/platform/linux.ts";
import { type CommandPolicyOptions, createCommandPolicy } from "../../server/safety/command-policy.ts";
import { createPathGuard } from "../../server/safety/path-guard.ts";

const unixOnly = { skip: process.platform === "win32" };

function workspace(t: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "stepladder-policy-")));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, "w");
  for (const name of ["src/sub", "keys", "../outside/deep", "../state"])
    mkdirSync(join(root, name), { recursive: true });
  for (const name of ["src/a.ts", "keys/server.key", "../outside/o.txt", "../state/l.db"])
    writeFileSync(join(root, name), "x");
  symlinkSync("../outside/deep", join(root, "out"));
  return root;
}

function judging(t: TestContext, options: Partial<CommandPolicyOptions> = {}): (command: string) => Promise<string> {
  const root = workspace(t);
  const paths = createPathGuard({ root, platform: linux, stateFolders: [join(root, "../state")] });
  const policy = createCommandPolicy({ shell: "bash", paths, autoRun: [], allow: [], ...options });
  return async (command) => (await policy.judge(command)).kind;
}

async function all(
  judge: (command: string) => Promise<string>,
  commands: readonly string[],
  kind: string,
): Promise<void> {
  for (const command of commands) assert.equal(await judge(command), kind, command);
}

test("everyday reading commands run unasked", unixOnly, async (t) => {
  await all(
    judging(t),
    [
      "git status",
      "git status --short --branch",
      "git diff HEAD~1 -- src/a.ts",
      "git log --oneline -20",
      "git --no-pager log -n 5 --stat",
      "git show HEAD:src/a.ts",
      "git diff main...feature",
      "ls",
      "ls -la src && pwd",
      "cat src/a.ts | sort -u | head -n 5",
      "wc -l src/a.ts",
      'grep -rn "a|b" src',
      "grep -rn '\\bfoo\\b' src",
      "grep -n -A 3 /etc/ src/a.ts",
      "rg -n -t ts foo src",
      "rg --files src",
      "find . -name '*.ts' -type f",
      "find src -maxdepth 2 ! -name x",
      "echo '$(touch PWNED)'",
      'echo "hello && world!"',
      "cd src && ls sub",
      "tail -5 src/a.ts; echo done",
      "sort -k2,2 -t, src/a.ts",
      "git status\n",
    ],
    "allow",
  );
});

test("syntax that is not on the list asks", unixOnly, async (t) => {
  await all(
    judging(t, { autoRun: ["git *", "echo *", "cat *", "npm test"] }),
    [
      "",
      "git status && touch x",
      "git status & git log",
      "git status\ngit log",
      "echo $(git log)",
      "echo `git log`",
      "echo $HOME",
      `echo \${x@P}`,
      "echo a > f",
      "cat < f",
      "cat <<EOF\nx\nEOF",
      "cat <<< x",
      "echo <(cat x)",
      "x=1",
      "x=1 git log",
      "export A=1; git log",
      "(git log)",
      "{ git log; }",
      "! git log",
      "time git log",
      "git() { cat x; }; git log",
      "if git log; then cat x; fi",
      "for f in a; do cat f; done",
      "$[1+1]",
      "echo $'a'",
      'echo $"a"',
      "g\u0456t status",
      "git\u200b status",
      "git\u3000status",
      "echo \u202eabc",
      "git status \u001b[2K",
      "g''it status",
      "\\git status",
      "echo a\\ b",
      "echo *",
      "echo ?",
      "echo [a]",
      "echo {a,b}",
      "echo ~",
      "echo a=~/x",
      "git status |& cat x",
      "coproc git log",
      "git status #",
      "echo a\tb",
      "[[ -f x ]]",
      "((1))",
      "echo >! x",
      "cat =(git log)",
      "git status ||",
      "&& git status",
      "'git' status",
      'echo "a',
      "echo a;;",
      "npm test &",
      `echo ${"x".repeat(9000)}`,
      Array(30).fill("echo a").join(";"),
    ],
    "ask",
  );
});

test("arguments that could write, run or reach further ask", unixOnly, async (t) => {
  await all(
    judging(t),
    [
      "git -c core.pager=x log",
      "git --config-env=core.fsmonitor=X status",
      "git diff --output=x",
      "git diff --ext-diff",
      "git log --textconv",
      "git diff --no-index src/a.ts x",
      "git show --format=%G? HEAD",
      "git log --show-signature",
      "git push",
      "git grep x",
      "git diff --outp=x",
      "git -C .. status",
      "git diff :/x",
      "git log -L1,2:src/a.ts",
      "git status --ignore-submodules=none",
      "find . -delete",
      "find . -exec rm x",
      "find . -fprintf f x",
      "find -L .",
      "rg --pre=sh . x",
      "rg --pre sh x",
      "rg -z x",
      "rg -L x",
      "sort -o x src/a.ts",
      "sort --compress-program ./x.sh f",
      "sort -T .. f",
      "grep -f src/a.ts x",
      "grep -R x .",
      "tail -f src/a.ts",
      "ls -L out",
      "wc --files0-from=x",
      "npm test",
      "touch x",
      "sed -n 1p src/a.ts",
      "xargs -t touch x",
      "env touch x",
      "cat --help",
      "grep -e -f x",
      "head --lines -x",
    ],
    "ask",
  );
});

test(
  "files outside, secret files and our own state ask, whatever folder the command goes to first",
  unixOnly,
  async (t) => {
    await all(
      judging(t),
      [
        "cat /etc/passwd",
        "cat ../outside/o.txt",
        "ls ..",
        "cat out/../o.txt",
        "ls out",
        "cat keys/server.key",
        "cat ../state/l.db",
        "cd .. && ls",
        "cd",
        "cd -",
        "cd src; cat ../../outside/o.txt",
        "cd src/sub && cat ../../../outside/o.txt",
        "cd out && ls",
        "grep x /etc/passwd",
        "grep -r x .",
        "rg x",
        "rg -e x /etc",
        "grep -e x ../outside/o.txt",
        "rg --files ..",
        "find / -name x",
        "git diff ../outside/o.txt x",
        "git show HEAD:keys/server.key",
        "sort -- ../outside/o.txt",
        "cat /proc/self/environ",
        "git log -- ../outside",
      ],
      "ask",
    );
  },
);

test("the user's own commands match word by word", unixOnly, async (t) => {
  const judge = judging(t, { autoRun: ["npm test", "npm run *", "./check.sh -v"], allow: ["cargo build"] });
  await all(
    judge,
    [
      "npm test",
      " npm  test ",
      "npm run build",
      "npm run",
      "npm run a b",
      "npm 'test'",
      "./check.sh -v",
      "cargo build",
      "npm test | tail -5",
    ],
    "allow",
  );
  await all(
    judge,
    [
      "npm",
      "npm test x",
      "npm testx",
      "npm runs",
      "npm run a; touch x",
      "npm run $(x)",
      "./check.sh",
      "check.sh -v",
      "CARGO build",
      "FOO=1 npm test",
    ],
    "ask",
  );
  await all(
    judging(t, { autoRun: ["*", "", "npm test && touch x", "$(x)", "touch y > z"] }),
    ["touch x", "npm test", "touch y"],
    "ask",
  );
});

test("what the user denied asks even when something else allows it", unixOnly, async (t) => {
  const judge = judging(t, { autoRun: ["npm *"], deny: ["npm run danger*", "ls *"] });
  await all(judge, ["npm run build", "pwd"], "allow");
  await all(judge, ["npm run dangerous", "npm run danger", "ls", "ls src", "pwd && ls"], "ask");
});

test(
  "after a command of the user's that changes the shell, the built-in list no longer counts",
  unixOnly,
  async (t) => {
    const judge = judging(t, { autoRun: ["cd *", "alias *", "npm test"] });
    await all(judge, ["cd /tmp && npm test", "alias x"], "allow");
    await all(judge, ["cd /tmp && cat src/a.ts", "alias cat && cat src/a.ts"], "ask");
  },
);

test("without a parser, and on shells without a complete grammar, only exact plain words run", unixOnly, async (t) => {
  await all(judging(t, { parser: "unavailable", autoRun: ["git status"] }), ["git status", "ls"], "ask");
  const powershell = judging(t, { shell: "powershell", autoRun: ["npm test", "npm run *", "npm run $x"] });
  await all(powershell, ["npm test"], "allow");
  await all(powershell, ["git status", "ls", "npm run build", "npm test; ls", "npm run $x", "npm test | ls"], "ask");
});

test("a parser or guard that breaks ends in a question", unixOnly, async (t) => {
  const broken = {
    parse: () => {
      throw new Error("out of memory");
    },
  };
  await all(judging(t, { parser: broken }), ["ls"], "ask");
  await all(judging(t, { parser: { parse: () => undefined } }), ["ls"], "ask");
});

test("switched off, the built-in list allows nothing", unixOnly, async (t) => {
  await all(judging(t, { builtIn: false }), ["ls", "pwd", "git status"], "ask");
});
