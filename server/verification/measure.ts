import { parseManifest } from "./discover/manifest.ts";

/**
 * The yardstick: tests and what configures the checkers. An attempt that rewrites it can't be proved by it, however green
 * it is; adding to it is fine.
 */
const tests: readonly RegExp[] = [
  /(?:^|\/)(?:tests?|specs?|__tests__|__snapshots__|testing|testdata|fixtures)\//i,
  /[._-](?:test|tests|spec|snap)\.[^/]+$|(?:^|\/)test_[^/]+$|_test\.\w+$|Tests?\.(?:java|kt|cs|php|swift)$/,
];

/** Files that hold nothing else than settings of checkers, or of what starts them. A new one counts as much as a changed one. */
const settings: readonly RegExp[] = [
  /(?:^|\/)(?:conftest\.py|pytest\.ini|tox\.ini|mypy\.ini|\.?ruff\.toml|tsconfig[^/]*\.json|biome\.jsonc?|\.eslintrc[^/]*)$/,
  /(?:^|\/)(?:jest|vitest|vite|mocha|ava|eslint|playwright|karma)\.(?:config|setup)\.[^/]+$/,
  /(?:^|\/)(?:\.mocharc[^/]*|phpunit\.xml(?:\.dist)?|\.rspec|makefile|gnumakefile)$/i,
  /(?:^|\/)(?:\.npmrc|\.yarnrc(?:\.yml)?|bunfig\.toml|sitecustomize\.py|usercustomize\.py|\.env)$/,
];

/** Whether a path is part of the yardstick, also when a checker's script names it as the program that checks. */
export function isYardstick(path: string, scripts: readonly string[]): boolean {
  if ([...tests, ...settings].some((pattern) => pattern.test(path))) return true;
  const isProgram = /\.(?:sh|bash|ps1|cmd|bat)$|(?:check|verify|accept)[^/]*$/i.test(path);
  return isProgram && scripts.some((script) => script.includes(path));
}

/**
 * What of a file's text sets up checkers: all of a file that holds only that, their sections of a manifest, else nothing.
 * A package's tests folder made into a module can change how tests are found, and counts too.
 */
export function settingsIn(path: string, text: string): string {
  if (settings.some((pattern) => pattern.test(path)) || /(?:^|\/)tests?\/__init__\.py$/.test(path)) return text;
  if (/(?:^|\/)package\.json$/.test(path)) {
    const manifest = parseManifest(text) ?? {};
    return JSON.stringify(Object.entries(manifest).filter(([key]) => manifestKeys.test(key)));
  }
  if (!/(?:^|\/)(?:pyproject\.toml|setup\.cfg)$/.test(path)) return "";
  const sections = text.split(/^(?=\[)/m);
  return sections.filter((section) => /^\[(?:tool[.:])?(?:pytest|mypy|ruff|pyright|flake8)/.test(section)).join("");
}

const manifestKeys = /^(?:jest|vitest|mocha|ava|tap|c8|nyc|babel|eslintConfig|config|imports)$/;

/** Whether a path is where a runner looks for tests, rather than what tests use. */
export const isTestFile = (path: string): boolean => tests[1]?.test(path) === true && !/conftest|snap$/.test(path);

/** Comments that tell a checker to look away, each as often as it stands there. */
export function silencedIn(text: string): number {
  return text.match(silencers)?.length ?? 0;
}

const silencers =
  /@ts-(?:nocheck|ignore|expect-error)|eslint-disable|biome-ignore|# *type: *ignore|# *noqa|# *pyright: *ignore|pragma: *no cover|#\[allow\(|\/\/ *nolint|istanbul ignore/g;

/** Whether every line that said something before still stands, in its order: then the file was only added to. */
export function onlyAddedTo(before: string, after: string): boolean {
  const old = meaningfulLines(before);
  let next = 0;
  for (const line of meaningfulLines(after)) if (line === old[next]) next++;
  return next === old.length;
}

const meaningfulLines = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(
      (line) =>
        line !== "" &&
        !/^(?:import\b|(?:const|let|var) .*\brequire\(|from \S+ import\b|use \S+;$|using \S+;$)/.test(line),
    );
