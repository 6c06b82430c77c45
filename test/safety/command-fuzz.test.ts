import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { linux } from "../../server/platform/linux.ts";
import { createCommandPolicy } from "../../server/safety/command-policy.ts";
import { createPathGuard } from "../../server/safety/path-guard.ts";
import { programRules } from "../../server/safety/program-rules.ts";

const known = [...programRules.keys(), "git"];
const strangers = ["touch", "sh", "evil", "npm", "sed", "env", "xargs", "tee"];

const word = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      "src",
      "a.ts",
      "-n",
      "-l",
      "--",
      ".",
      "status",
      "log",
      "--oneline",
      "'a b'",
      '"x;y"',
      "-name",
      "5",
      "HEAD",
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...strangers,
      "PWNED",
      "$(touch PWNED)",
      "`evil`",
      "$x",
      `\${x:-$(evil)}`,
      "*",
      "~",
      "a\\;touch",
      "'",
      '"',
      "<(evil)",
      "$'\\n'",
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(..."ab-;|&<>(){}[]$`'\"\\ \n\t#!=~*?"), maxLength: 6 }) },
);
const program = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...known) },
  { weight: 1, arbitrary: fc.constantFrom(...strangers, "x=1", "!", "time", "{", "(") },
);
const joiner = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(" && ", " | ", "; ", " || ", "|", ";", "&&") },
  { weight: 1, arbitrary: fc.constantFrom(" & ", "\n", " > ", " >> PWNED ", " |& ", ";;", " #", " <<E ", "\r") },
);
const simple = fc.tuple(program, fc.array(word, { maxLength: 4 })).map(([name, words]) => [name, ...words].join(" "));
const line = fc
  .tuple(simple, fc.array(fc.tuple(joiner, simple), { maxLength: 2 }))
  .map(([first, rest]) => first + rest.map(([between, next]) => between + next).join(""));

test("what may run unasked starts known programs only and leaves no file, in a real bash", {
  skip: process.platform === "win32",
}, async (t) => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "stepladder-fuzz-")));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, "w");
  const bin = join(folder, "bin");
  const started = join(folder, "started");
  mkdirSync(join(root, "src"), { recursive: true });
  mkdirSync(bin);
  writeFileSync(join(root, "a.ts"), "x");
  for (const name of [...known, ...strangers]) {
    writeFileSync(join(bin, name), `#!/bin/bash\necho ${name} >> '${started}'\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const policy = createCommandPolicy({
    shell: "bash",
    paths: createPathGuard({ root, platform: linux, stateFolders: [] }),
    autoRun: [],
    allow: [],
  });
  let ran = 0;
  await fc.assert(
    fc.asyncProperty(line, async (command) => {
      if ((await policy.judge(command)).kind !== "allow" || ran >= 200) return;
      ran += 1;
      writeFileSync(started, "");
      spawnSync("/bin/bash", ["--noprofile", "--norc", "-c", command], { cwd: root, env: { PATH: bin }, input: "" });
      const programs = readFileSync(started, "utf8").split("\n").filter(Boolean);
      assert.deepEqual(
        programs.filter((name) => !known.includes(name)),
        [],
      );
      assert.deepEqual([readdirSync(root).sort(), readdirSync(join(root, "src"))], [["a.ts", "src"], []]);
    }),
    { numRuns: 1500 },
  );
  assert.ok(ran >= 50, `only ${ran} commands were allowed, so the trial says little`);
});
