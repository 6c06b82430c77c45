import { pathToFileURL } from "node:url";
import type { CommandOutcome, RunCommand } from "../workspace/ports.ts";
import { isCutMarker } from "./output/cut-marker.ts";
import { parseOutput } from "./output/parse-output.ts";
import type { Checker, CheckerRun } from "./ports.ts";

export interface CheckerLimits {
  readonly checkerMs: number;
  readonly outputBytes: number;
  /** For all tests of whether the tests notice faults. */
  readonly noticeMs: number;
}

export const defaultLimits: CheckerLimits = { checkerMs: 120_000, outputBytes: 1_000_000, noticeMs: 45_000 };

/**
 * Plain, non-interactive output, and names of passed tests where a reporter can be asked for them. Python writes no byte
 * code, because a stale one hides an edit of the same size within the same second.
 */
const environment: Readonly<Record<string, string>> = {
  CI: "1",
  NO_COLOR: "1",
  FORCE_COLOR: "0",
  CARGO_TERM_COLOR: "never",
  PYTHONDONTWRITEBYTECODE: "1",
  PYTEST_ADDOPTS: "-rfEsxXp",
};

export async function runChecker(
  runCommand: RunCommand,
  root: string,
  checker: Checker,
  limits: CheckerLimits,
  signal: AbortSignal,
  copiedFrom?: string,
): Promise<CheckerRun> {
  if (signal.aborted) return readRun(root, checker, { kind: "cancelled", output: "" }, limits.outputBytes);
  const outcome = await runCommand(
    {
      command: checker.command,
      cwd: root,
      ...(copiedFrom === undefined ? {} : { untrusted: [copiedFrom] }),
      timeoutMs: limits.checkerMs,
      maxOutputBytes: limits.outputBytes,
      env: environment,
    },
    signal,
  );
  return readRun(root, checker, outcome, limits.outputBytes);
}

/** A checker that is clean and prints nothing has no findings, which is not the same as not being understood. */
export function readRun(root: string, checker: Checker, outcome: CommandOutcome, outputBytes: number): CheckerRun {
  const output = "output" in outcome ? withoutRoot(outcome.output, root) : "";
  const trimmed = outcome.kind === "timed-out" || wasTrimmed(output, outputBytes);
  const understood = parseOutput(checker, output, trimmed);
  const clean =
    outcome.kind === "exited" &&
    outcome.code === 0 &&
    !trimmed &&
    (checker.sort === "types" || checker.sort === "lint");
  const findings = understood?.findings ?? (clean ? new Set<string>() : undefined);
  return { tests: undefined, ...understood, checker, outcome, findings };
}

/** Failing tests and findings; at least one when the checker is not content, as far as its output was understood. */
export function problemsIn({ tests, counts, findings, outcome }: CheckerRun): number {
  const failed = counts?.failed ?? [...(tests?.values() ?? [])].filter((state) => state === "failed").length;
  const green = outcome.kind === "exited" && outcome.code === 0;
  return green ? 0 : Math.max(1, failed + (findings?.size ?? 0));
}

/** The runner keeps head and tail up to the limit, so an output near it lost its middle. */
function wasTrimmed(output: string, outputBytes: number): boolean {
  return Buffer.byteLength(output) >= outputBytes * 0.9 || output.split("\n", 200_000).some(isCutMarker);
}

/** Absolute paths inside the workspace become relative, so that names do not depend on where it lies. */
function withoutRoot(output: string, root: string): string {
  const url = pathToFileURL(root).href;
  return output.replaceAll(`${url}/`, "").replaceAll(`${root}/`, "").replaceAll(`${root}\\`, "");
}

const missing: readonly (readonly [RegExp, string])[] = [
  [/No module named ['"]?pytest\b/, "pytest is not installed"],
  [/npx canceled due to missing packages|could not determine executable to run/, "its program is not installed"],
  [/npm (?:error|ERR!) Missing script/, "there is no such script"],
  [
    /(?:command not found|: not found|is not recognized as an internal or external command)/,
    "its program was not found",
  ],
];

/** Why a checker did not even begin to check, with the next step; undefined when it did. */
export function couldNotStart(run: CheckerRun): string | undefined {
  const { outcome } = run;
  const name = `\`${run.checker.command}\``;
  const next = "Install what it needs, or name another check in the setting `checks`, or with `--check`.";
  if (outcome.kind === "not-started") return `${name} could not start: ${outcome.because}. ${next}`;
  if (outcome.kind !== "exited" || outcome.code === 0 || (run.tests?.size ?? 0) > 0) return undefined;
  const notFound = outcome.code === 127 || outcome.code === 9009;
  const known = missing.find(([pattern]) => pattern.test(outcome.output));
  if (!notFound && (known === undefined || outcome.output.length > 4000)) return undefined;
  return `${name} could not start: ${known?.[1] ?? "its program was not found"}. ${next}`;
}
