import { lstat, readFile as readFromDisk } from "node:fs/promises";
import { join } from "node:path";
import type { RunCommand } from "../workspace/ports.ts";
import { type Checks, type Look, looked } from "./as-check.ts";
import { type ChangedFile, touchedBy } from "./changed-file.ts";
import { type Comparison, compareRuns } from "./compare.ts";
import { confirm } from "./confirm.ts";
import { boundScript, bySort, discoverCheckers, namedChecker } from "./discover.ts";
import type { Doubts } from "./doubts.ts";
import { baselineEvidence, comparedEvidence, notAgreed, plural, skipped } from "./evidence.ts";
import { groundOf } from "./grounds.ts";
import { checkParses } from "./parses.ts";
import type { Agreements, Baseline, Checker, CheckerRun, Verification, VerifyRequest } from "./ports.ts";
import { type CheckerLimits, couldNotStart, defaultLimits, runChecker } from "./run-checker.ts";
import type { Evidence, Verdict } from "./verdict.ts";
import { type Aim, conclude, demandsEdit, findAim, refute } from "./verdict-rules.ts";

export interface VerificationParts {
  readonly runCommand: RunCommand;
  /** Text of a file by absolute path; undefined when there is none, or none that is text. Reads the disk by default. */
  readonly readFile?: (absolute: string) => Promise<string | undefined>;
  /** By workspace root, or `*`: these commands instead of those found in the repository. */
  readonly configuredChecks?: ReadonlyMap<string, readonly string[]>;
  /** With it, a checker whose script an attempt changed runs when the user has agreed to the new script. */
  readonly agreements?: Agreements;
  readonly limits?: Partial<CheckerLimits>;
  /** How Python is called on this machine: `python` on Windows, `python3` elsewhere, which is the default. */
  readonly python?: string;
}

interface Session {
  readonly parts: VerificationParts;
  readonly limits: CheckerLimits;
  readonly readFile: (absolute: string) => Promise<string | undefined>;
  /** What a checker stood for when its baseline was taken. */
  readonly scripts: WeakMap<Checker, string>;
}

/** The checks that turn an attempt into a verdict. Keeps nothing between attempts but what each baseline's checkers stood for. */
export function createVerification(parts: VerificationParts): Verification {
  const session: Session = {
    parts,
    limits: { ...defaultLimits, ...parts.limits },
    readFile: parts.readFile ?? readText,
    scripts: new WeakMap(),
  };
  return {
    discover: (root) => discover(root, parts),
    mayStillRun: (root, checker) => mayStillRun(session, root, checker),
    baseline: (root, checkers, rest, signal) => takeBaseline(session, root, checkers, rest, signal),
    verify: (request, signal) => verifyWithoutThrowing(session, request, signal),
  };
}

async function discover(root: string, parts: VerificationParts): Promise<readonly Checker[]> {
  const configured = parts.configuredChecks?.get(root) ?? parts.configuredChecks?.get("*");
  if (configured === undefined) return discoverCheckers(root, parts.python);
  const checkers = await Promise.all(configured.map((command) => namedChecker(root, command, "configured")));
  return checkers.toSorted(bySort);
}

async function* takeBaseline(
  session: Session,
  root: string,
  checkers: readonly Checker[],
  rest: readonly Checker[],
  signal: AbortSignal,
): Checks<Baseline> {
  const runs: CheckerRun[] = [];
  for (const checker of checkers.toSorted(bySort)) {
    if (signal.aborted) break;
    yield { type: "check-start", check: checker.command };
    session.scripts.set(checker, await boundScript(root, checker.command));
    const run = await runChecker(session.parts.runCommand, root, checker, session.limits, signal);
    if (run.outcome.kind === "cancelled") break;
    runs.push(run);
    const why = couldNotStart(run);
    yield { type: "check-end", evidence: why === undefined ? baselineEvidence(run) : skipped(checker, why) };
  }
  return { runs, notAgreed: rest };
}

async function* verifyWithoutThrowing(session: Session, request: VerifyRequest, signal: AbortSignal): Checks<Verdict> {
  try {
    const verdict = yield* verify(session, request, signal);
    return demandsEdit(request.kind) ? { ...verdict, grounds: [groundOf(request, verdict.evidence)] } : verdict;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "unproved", because: `The checks could not be completed: ${message}.`, evidence: [] };
  }
}

async function* verify(session: Session, request: VerifyRequest, signal: AbortSignal): Checks<Verdict> {
  if (!demandsEdit(request.kind)) {
    return {
      kind: "unproved",
      because: "Nothing to check: this kind of work ends in an answer, not in an edit.",
      evidence: [],
    };
  }
  const evidence: Evidence[] = [];
  const files = await readChanged(session, request);
  for (const [check, look] of [
    ["files edited", lookForEdits],
    ["files parse", lookForSyntax],
  ] as const) {
    const found = yield* looked(check, evidence, () => look(files));
    if (found.outcome === "failed") return { kind: "refuted", because: found.summary, evidence };
  }
  return yield* runCheckers(session, request, files, evidence, signal);
}

async function* runCheckers(
  session: Session,
  request: VerifyRequest,
  files: readonly ChangedFile[],
  evidence: Evidence[],
  signal: AbortSignal,
): Checks<Verdict> {
  const { baseline } = request;
  const aim = findAim(request.kind, request.prompt, baseline.runs, request.problems);
  const deleted = files.filter((file) => file.after === undefined).map((file) => file.path);
  const comparisons: Comparison[] = [];
  const doubts = { scriptChanged: [] as Checker[], couldNotStart: [] as Checker[] };
  for (const before of baseline.runs) {
    yield { type: "check-start", check: before.checker.command };
    const result = await runOne(session, request.root, before, aim, deleted, signal);
    if (result.kind === "cancelled")
      return { kind: "unproved", because: "The checks were cancelled before they ended.", evidence };
    evidence.push(result.evidence);
    yield { type: "check-end", evidence: result.evidence };
    if (result.kind === "refuted") return { kind: "refuted", because: result.because, evidence };
    if (result.kind === "compared") comparisons.push(result.comparison);
    else doubts[result.kind].push(before.checker);
  }
  evidence.push(...baseline.notAgreed.map(notAgreed));
  const touched = touchedBy(files, baseline.runs);
  const allDoubts: Doubts = { ...doubts, touched, notAgreed: baseline.notAgreed };
  const { root, prompt } = request;
  const conclusion = yield* confirm(
    {
      ...{ root, prompt, aim, files, touched, comparisons, signal },
      noticeMs: session.limits.noticeMs,
      run: (folder, checker, timeoutMs = session.limits.checkerMs) => {
        const limits = { ...session.limits, checkerMs: Math.min(timeoutMs, session.limits.checkerMs) };
        return runChecker(session.parts.runCommand, folder, checker, limits, signal, root);
      },
    },
    conclude(comparisons, aim, allDoubts),
    evidence,
  );
  return { ...conclusion, evidence };
}

type OneResult =
  | { readonly kind: "cancelled" }
  | { readonly kind: "scriptChanged" | "couldNotStart"; readonly evidence: Evidence }
  | { readonly kind: "refuted"; readonly because: string; readonly evidence: Evidence }
  | { readonly kind: "compared"; readonly comparison: Comparison; readonly evidence: Evidence };

async function runOne(
  session: Session,
  root: string,
  before: CheckerRun,
  aim: Aim,
  deleted: readonly string[],
  signal: AbortSignal,
): Promise<OneResult> {
  const { checker } = before;
  if (signal.aborted) return { kind: "cancelled" };
  if (!(await mayStillRun(session, root, checker))) {
    const next = checker.from === "repository" ? " Agree to the new script with `stepladder trust`." : "";
    return {
      kind: "scriptChanged",
      evidence: skipped(checker, `The attempt changed what \`${checker.command}\` runs, so it did not run.${next}`),
    };
  }
  const after = await runChecker(session.parts.runCommand, root, checker, session.limits, signal);
  if (after.outcome.kind === "cancelled") return { kind: "cancelled" };
  const why = couldNotStart(after);
  if (why !== undefined && (couldNotStart(before) !== undefined || after.outcome.kind === "not-started")) {
    return { kind: "couldNotStart", evidence: skipped(checker, why) };
  }
  const comparison = compareRuns(before, after, deleted);
  const because = refute(comparison, aim);
  const evidence = comparedEvidence(comparison, because);
  return because === undefined ? { kind: "compared", comparison, evidence } : { kind: "refuted", because, evidence };
}

/** An agreement to a command covers only what it stood for then. */
async function mayStillRun(session: Session, root: string, checker: Checker): Promise<boolean> {
  const now = await boundScript(root, checker.command);
  const then = checker.from === "repository" ? checker.script : (session.scripts.get(checker) ?? checker.script);
  return now === then || session.parts.agreements?.has(root, { ...checker, script: now }) === true;
}

const readChanged = (session: Session, request: VerifyRequest): Promise<readonly ChangedFile[]> =>
  Promise.all(
    request.changed.map(async (path) => ({
      path,
      before: request.before.get(path),
      after: await session.readFile(join(request.root, path)),
    })),
  );

async function lookForEdits(files: readonly ChangedFile[]): Promise<Look> {
  const edited = files.filter((file) => file.before === undefined || file.before !== file.after);
  if (edited.length === 0) return { outcome: "failed", summary: "Nothing was edited.", detail: "" };
  return {
    outcome: "passed",
    summary: `${plural(edited.length, "file")} edited.`,
    detail: edited.map((file) => file.path).join("\n"),
  };
}

async function lookForSyntax(files: readonly ChangedFile[]): Promise<Look> {
  const broken: string[] = [];
  let parsed = 0;
  for (const { path, before, after } of files) {
    if (after === undefined) continue;
    const found = await checkParses(path, before, after);
    if (found.kind === "broken") broken.push(...found.errors.map((error) => `${path}:${error.line}: ${error.message}`));
    if (found.kind !== "skipped") parsed++;
  }
  const first = broken[0];
  if (first !== undefined) {
    return {
      outcome: "failed",
      summary: `The edit brought ${plural(broken.length, "syntax error")}: ${first}.`,
      detail: broken.slice(0, 40).join("\n"),
    };
  }
  if (parsed === 0)
    return {
      outcome: "skipped",
      summary: "None of the edited files is in a language that can be parsed here.",
      detail: "",
    };
  return { outcome: "passed", summary: `${plural(parsed, "file")} parsed without new syntax errors.`, detail: "" };
}

async function readText(absolute: string): Promise<string | undefined> {
  try {
    const stats = await lstat(absolute);
    if (!stats.isFile() || stats.size > 5_000_000) return undefined;
    const text = await readFromDisk(absolute, "utf8");
    return text.includes("\0") ? undefined : text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  } catch {
    return undefined; // gone or unreadable: either way there is no text to check
  }
}
