import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import type { Kind } from "../../server/protocol/events.ts";
import type { Baseline, Checker, Verification } from "../../server/verification/ports.ts";
import type { Evidence, Verdict } from "../../server/verification/verdict.ts";
import { createVerification, type VerificationParts } from "../../server/verification/verification.ts";
import type { CommandOutcome, RunCommand } from "../../server/workspace/ports.ts";

/** A real shell, a process group that dies at the limit, head and tail of its output. */
export const runCommand: RunCommand = (request, signal) =>
  new Promise<CommandOutcome>((resolve) => {
    const started = Date.now();
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...request.env };
    const child = spawn("/bin/sh", ["-c", request.command], {
      cwd: request.cwd,
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const half = Math.floor(request.maxOutputBytes / 2);
    let head = "";
    let tail = "";
    let dropped = 0;
    const take = (chunk: Buffer) => {
      const text = chunk.toString();
      const room = half - head.length;
      if (room > 0) head += text.slice(0, room);
      tail += text.slice(Math.max(0, room));
      if (tail.length > half) {
        dropped += tail.length - half;
        tail = tail.slice(-half);
      }
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    let end: "timed-out" | "cancelled" | undefined;
    const stop = (why: "timed-out" | "cancelled") => {
      end ??= why;
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    };
    const timer = setTimeout(() => stop("timed-out"), request.timeoutMs);
    const cancel = () => stop("cancelled");
    if (signal.aborted) cancel();
    signal.addEventListener("abort", cancel);
    child.on("error", (error) => resolve({ kind: "not-started", because: error.message }));
    child.on("close", (code, by) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", cancel);
      const output = dropped === 0 ? head + tail : `${head}\n… ${dropped} bytes dropped …\n${tail}`;
      const milliseconds = Date.now() - started;
      if (end === "cancelled") resolve({ kind: "cancelled", output });
      else if (end === "timed-out") resolve({ kind: "timed-out", output, milliseconds });
      else if (code === null) resolve({ kind: "signalled", signal: String(by), output, milliseconds });
      else resolve({ kind: "exited", code, output, milliseconds });
    });
  });

export function temporaryFolder(t: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "stepladder-verification-")));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export type Files = Readonly<Record<string, string>>;

export function writeFiles(root: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** A repository, what an attempt makes of it (`undefined` deletes), and who checks it. */
export interface Scenario {
  readonly files: Files;
  readonly attempt: Readonly<Record<string, string | undefined>>;
  readonly kind: Kind;
  readonly prompt: string;
  /** Task checkers by command; otherwise everything found in the repository counts as agreed to. */
  readonly checks?: readonly string[];
  readonly agree?: boolean;
  readonly parts?: Partial<VerificationParts>;
}

export interface Played {
  readonly root: string;
  readonly baseline: Baseline;
  readonly baselineEvidence: readonly Evidence[];
  readonly verdict: Verdict;
  readonly started: readonly string[];
}

export async function play(t: TestContext, scenario: Scenario): Promise<Played> {
  const root = temporaryFolder(t);
  writeFiles(root, scenario.files);
  const verification = createVerification({ runCommand, ...scenario.parts });
  const given = (scenario.checks ?? []).map(
    (command): Checker => ({ command, sort: "tests", from: "task", script: command }),
  );
  const found = await verification.discover(root);
  const agreed = [...(scenario.agree === false ? [] : found), ...given];
  const taken = await collect(
    verification.baseline(root, agreed, scenario.agree === false ? found : [], new AbortController().signal),
  );
  const before = new Map<string, string>();
  for (const [path, text] of Object.entries(scenario.attempt)) {
    const old = scenario.files[path];
    if (old !== undefined) before.set(path, old);
    if (text === undefined) rmSync(join(root, path));
    else writeFiles(root, { [path]: text });
  }
  const request = {
    root,
    kind: scenario.kind,
    prompt: scenario.prompt,
    changed: Object.keys(scenario.attempt),
    before,
    baseline: taken.result,
  };
  const checked = await collect(verification.verify(request, new AbortController().signal));
  return {
    root,
    baseline: taken.result,
    baselineEvidence: taken.evidence,
    verdict: checked.result,
    started: checked.started,
  };
}

export async function collect<Result>(
  checks: ReturnType<Verification["verify"]> | AsyncGenerator<unknown, Result>,
): Promise<{ result: Result; started: string[]; evidence: Evidence[] }> {
  const started: string[] = [];
  const evidence: Evidence[] = [];
  const events = checks as ReturnType<Verification["baseline"]>;
  for (;;) {
    const next = await events.next();
    if (next.done) return { result: next.value as Result, started, evidence };
    if (next.value.type === "check-start") started.push(next.value.check);
    else evidence.push(next.value.evidence);
  }
}
