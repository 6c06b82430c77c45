import { isKnownLanguage } from "./grammars.ts";
import { isTestFile, isYardstick, onlyAddedTo, settingsIn, silencedIn } from "./measure.ts";
import type { CheckerRun } from "./ports.ts";

/** Data and documents tell nothing of what a program does. */
const isCode = isKnownLanguage;

export interface ChangedFile {
  readonly path: string;
  readonly before: string | undefined;
  /** Undefined when the file is gone, or holds no text. */
  readonly after: string | undefined;
}

/** What an attempt did to what measures it. */
export interface Touched {
  /** Tests that stood there and were rewritten, not only added to. */
  readonly tests: readonly string[];
  /** Changed or new settings of checkers. */
  readonly settings: readonly string[];
  /** Code that no tests are. */
  readonly code: readonly string[];
  /** More comments in them tell a checker to look away than before. */
  readonly silenced: readonly string[];
  /** All of it, and tests that were only added to: with these put back, everything is measured as it was before. */
  readonly putBack: readonly ChangedFile[];
}

export function touchedBy(files: readonly ChangedFile[], runs: readonly CheckerRun[]): Touched {
  const scripts = runs.flatMap((run) => [run.checker.command, run.checker.script]);
  const yardsticks = files.filter(({ path }) => isYardstick(path, scripts));
  const settings = files.filter(
    ({ path, before = "", after = "" }) => settingsIn(path, before) !== settingsIn(path, after),
  );
  const tests = yardsticks.filter(
    (file) => !settings.includes(file) && file.before !== undefined && !onlyAddedTo(file.before, file.after ?? ""),
  );
  const code = files.filter(
    ({ path, before, after }) =>
      before !== undefined && before !== after && isCode(path) && !yardsticks.some((file) => file.path === path),
  );
  const silenced = files.filter(({ before = "", after = "" }) => silencedIn(after) > silencedIn(before));
  const changed = yardsticks.filter((file) => file.before !== undefined || !isTestFile(file.path));
  const paths = (list: readonly ChangedFile[]) => list.map(({ path }) => path);
  return {
    tests: paths(tests),
    settings: paths(settings),
    code: paths(code),
    silenced: paths(silenced),
    putBack: [...new Set([...settings, ...changed])],
  };
}
