import type { Checker } from "../ports.ts";
import { makefileName } from "./makefile.ts";
import { isRecord, parseManifest } from "./manifest.ts";
import { isPlaceholder, packageManager, readScripts, scriptCommand } from "./package-json.ts";
import type { RepositoryFiles } from "./repository-files.ts";

export type Found = Pick<Checker, "command" | "sort">;

interface Ecosystem {
  /** It may offer something when the root holds one of these. */
  readonly marks: RegExp;
  find(files: RepositoryFiles, names: readonly string[], python: string): Promise<readonly Found[]>;
}

const fixed =
  (...found: readonly Found[]): Ecosystem["find"] =>
  async () =>
    found;
const tests = (command: string): Found => ({ command, sort: "tests" });
const types = (command: string): Found => ({ command, sort: "types" });
const lint = (command: string): Found => ({ command, sort: "lint" });

/** One line for each ecosystem whose commands do not depend on more than its manifest being there. */
export const ecosystems: readonly Ecosystem[] = [
  { marks: /^package\.json$/, find: findScripts },
  { marks: /^tsconfig\.json$/, find: findTypeScript },
  {
    marks:
      /^(?:py(?:project|test)\.(?:toml|ini)|setup\.(?:cfg|py)|tox\.ini|tests?|conftest\.py|requirements.*\.txt|ruff\.toml|\.ruff\.toml|mypy\.ini)$/,
    find: findPython,
  },
  { marks: /^Cargo\.toml$/, find: fixed(types("cargo check"), tests("cargo test")) },
  { marks: /^go\.mod$/, find: fixed(lint("go vet ./..."), tests("go test -v ./...")) },
  { marks: /^(?:GNUmakefile|[Mm]akefile)$/, find: findMake },
  { marks: /^deno\.jsonc?$/, find: findDeno },
  {
    marks: /^build\.gradle(?:\.kts)?$/,
    find: async (_, names) => [tests(names.includes("gradlew") ? "./gradlew test" : "gradle test")],
  },
  { marks: /^pom\.xml$/, find: async (_, names) => [tests(names.includes("mvnw") ? "./mvnw -q test" : "mvn -q test")] },
  { marks: /\.(?:sln|slnx|csproj|fsproj)$/, find: fixed(tests("dotnet test")) },
  { marks: /^mix\.exs$/, find: fixed(tests("mix test")) },
  { marks: /^composer\.json$/, find: findComposer },
  { marks: /^\.rspec$/, find: async (_, names) => [tests(names.includes("Gemfile") ? "bundle exec rspec" : "rspec")] },
];

const scriptSorts: readonly (readonly [string, Checker["sort"]])[] = [
  ["lint", "lint"],
  ["typecheck", "types"],
  ["type-check", "types"],
  ["types", "types"],
  ["tsc", "types"],
  ["check", "unknown"],
  ["test", "tests"],
];

async function findScripts(files: RepositoryFiles, names: readonly string[]): Promise<readonly Found[]> {
  const scripts = await readScripts(files);
  const manager = packageManager(names);
  return scriptSorts
    .filter(([name]) => scripts.has(name) && !isPlaceholder(scripts.get(name) ?? ""))
    .map(([name, sort]) => ({ command: scriptCommand(manager, name), sort }));
}

/** Only with an installed compiler, because a check must not download one. */
async function findTypeScript(files: RepositoryFiles): Promise<readonly Found[]> {
  const scripts = await readScripts(files);
  const checks = [...scripts.values()].some((script) => /\btsc\b/.test(script));
  const named = scriptSorts.some(([name, sort]) => sort === "types" && scripts.has(name));
  const installed = (await files.list("node_modules/typescript")).includes("package.json");
  return installed && !checks && !named ? [types("npx --no-install tsc --noEmit")] : [];
}

async function findPython(files: RepositoryFiles, names: readonly string[], python: string): Promise<readonly Found[]> {
  const project = (await files.read("pyproject.toml")) ?? "";
  const setup = (await files.read("setup.cfg")) ?? "";
  const found: Found[] = [];
  if (/^\[tool\.ruff/m.test(project) || names.some((name) => /^\.?ruff\.toml$/.test(name)))
    found.push(lint("ruff check ."));
  if (/^\[tool\.mypy/m.test(project) || /^\[mypy/m.test(setup) || names.includes("mypy.ini"))
    found.push(types("mypy ."));
  if (await usesPytest(files, names, project + setup)) found.push(tests(`${python} -m pytest -q`));
  else found.push(...(await findUnittest(files, names, python)));
  return found;
}

async function usesPytest(files: RepositoryFiles, names: readonly string[], configured: string): Promise<boolean> {
  if (/\bpytest\b/.test(configured) || names.includes("pytest.ini") || names.includes("conftest.py")) return true;
  const others = names.filter((name) => /^(?:tox\.ini|setup\.py|requirements.*\.txt)$/.test(name));
  const texts = await Promise.all(others.map((name) => files.read(name)));
  if (texts.some((text) => /\bpytest\b/.test(text ?? ""))) return true;
  return (await testModules(files, names)).some(
    (text) => /^(?:import|from) pytest\b/m.test(text) || !/\bunittest\b/.test(text),
  );
}

async function findUnittest(
  files: RepositoryFiles,
  names: readonly string[],
  python: string,
): Promise<readonly Found[]> {
  const folder = ["tests", "test"].find((name) => names.includes(name));
  if ((await testModules(files, names)).length === 0) return [];
  return [
    tests(folder === undefined ? `${python} -m unittest -v` : `${python} -m unittest discover -v -s ${folder} -t .`),
  ];
}

/** Texts of a few test modules in the usual places. */
async function testModules(files: RepositoryFiles, names: readonly string[]): Promise<readonly string[]> {
  const folder = ["tests", "test"].find((name) => names.includes(name));
  const listed = folder === undefined ? names : await files.list(folder);
  const modules = listed.filter((name) => /^test_.*\.py$|_test\.py$/.test(name)).slice(0, 20);
  const texts = await Promise.all(modules.map((name) => files.read(folder === undefined ? name : `${folder}/${name}`)));
  return texts.filter((text) => text !== undefined);
}

async function findMake(files: RepositoryFiles, names: readonly string[]): Promise<readonly Found[]> {
  const makefile = await files.read(makefileName(names) ?? "Makefile");
  const has = (target: string) => new RegExp(`^${target}\\s*::?(?!=)`, "m").test(makefile ?? "");
  if (has("test")) return [tests("make test")];
  return has("check") ? [{ command: "make check", sort: "unknown" }] : [];
}

async function findDeno(files: RepositoryFiles): Promise<readonly Found[]> {
  const manifest = parseManifest((await files.read("deno.json")) ?? (await files.read("deno.jsonc")));
  if (manifest === undefined) return [];
  const hasTask = isRecord(manifest.tasks) && "test" in manifest.tasks;
  return [lint("deno lint"), tests(hasTask ? "deno task test" : "deno test")];
}

async function findComposer(files: RepositoryFiles, names: readonly string[]): Promise<readonly Found[]> {
  const scripts = parseManifest(await files.read("composer.json"))?.scripts;
  if (isRecord(scripts) && "test" in scripts) return [tests("composer test")];
  return names.some((name) => /^phpunit\.xml(?:\.dist)?$/.test(name)) ? [tests("vendor/bin/phpunit")] : [];
}
