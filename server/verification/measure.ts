/**
 * The yardstick: tests and what configures the checkers. An attempt that rewrites it can't be proved by it, however green
 * it is; adding to it is fine.
 */
const yardsticks: readonly RegExp[] = [
  /(?:^|\/)(?:tests?|specs?|__tests__|__snapshots__|testing|testdata|fixtures)\//i,
  /[._-](?:test|tests|spec|snap)\.[^/]+$|(?:^|\/)test_[^/]+$|_test\.\w+$|Tests?\.(?:java|kt|cs|php|swift)$/,
  /(?:^|\/)(?:conftest\.py|pytest\.ini|tox\.ini|mypy\.ini|\.?ruff\.toml|tsconfig[^/]*\.json|biome\.jsonc?|\.eslintrc[^/]*)$/,
  /(?:^|\/)(?:jest|vitest|vite|mocha|ava|eslint|playwright|karma)\.(?:config|setup)\.[^/]+$/,
  /(?:^|\/)(?:\.mocharc[^/]*|phpunit\.xml(?:\.dist)?|\.rspec|makefile|gnumakefile)$/i,
];

/** Whether a path is part of the yardstick, also when a checker's script names it as the program that checks. */
export function isYardstick(path: string, scripts: readonly string[]): boolean {
  if (yardsticks.some((pattern) => pattern.test(path))) return true;
  const isProgram = /\.(?:sh|bash|ps1|cmd|bat)$|(?:check|verify|accept)[^/]*$/i.test(path);
  return isProgram && scripts.some((script) => script.includes(path));
}

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
