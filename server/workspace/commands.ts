import { type ChildProcess, spawn } from "node:child_process";
import { createOutputRing } from "./output-ring.ts";
import type { CommandOutcome, CommandRequest, RunCommand } from "./ports.ts";

export interface CommandParts {
  /** A shell at an absolute path, and the arguments that make it run one command line without any start-up file. */
  readonly shell: { readonly file: string; argumentsFor(commandLine: string): readonly string[] };
  /** The whole environment of every command; nothing of our own is added. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends a process and everything that it started; fine when it is gone. */
  readonly endProcessGroup: (pid: number, how: "gentle" | "kill") => void;
  /** Between asking a group to end and killing it. */
  readonly graceMs?: number;
}

const defaultGraceMs = 2_000;
/** After the command itself has ended: for what its group has still to say before the group is killed. */
const lastWordsMs = 100;

/** Never rejects. When the outcome comes, the command and all that it started in its group is gone. */
export function createRunCommand(parts: CommandParts): RunCommand {
  return (request, signal) => {
    if (signal.aborted) return Promise.resolve({ kind: "cancelled", output: "" });
    return new Promise((resolve) => run(parts, request, signal, resolve));
  };
}

function run(
  parts: CommandParts,
  request: CommandRequest,
  signal: AbortSignal,
  resolve: (outcome: CommandOutcome) => void,
): void {
  const startedAt = performance.now();
  const child = start(parts, request);
  if (typeof child === "string") {
    resolve({ kind: "not-started", because: child });
    return;
  }
  const { pid } = child;
  const output = createOutputRing(request.maxOutputBytes);
  child.stdout?.on("data", output.add);
  child.stderr?.on("data", output.add);

  let stoppedBy: "time" | "signal" | undefined;
  const timers: NodeJS.Timeout[] = [];
  const endGroup = (how: "gentle" | "kill") => pid !== undefined && parts.endProcessGroup(pid, how);
  const stop = (by: "time" | "signal") => {
    if (stoppedBy !== undefined) return;
    stoppedBy = by;
    endGroup("gentle");
    timers.push(setTimeout(() => endGroup("kill"), parts.graceMs ?? defaultGraceMs));
  };
  const onAbort = () => stop("signal");
  signal.addEventListener("abort", onAbort, { once: true });
  // What was started must not outlive this process, however it ends, short of being killed itself.
  const onExit = () => endGroup("kill");
  process.on("exit", onExit);
  timers.push(setTimeout(() => stop("time"), request.timeoutMs));

  const end = (outcome: CommandOutcome) => {
    for (const timer of timers) clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
    process.removeListener("exit", onExit);
    child.stdout?.destroy();
    child.stderr?.destroy();
    resolve(outcome);
  };
  child.on("error", (error) => end({ kind: "not-started", because: whyNotStarted(error, request) }));
  child.on("exit", (code, killedBy) => {
    const finish = () => {
      endGroup("kill");
      end(describe(stoppedBy, code, killedBy, output.text(), Math.round(performance.now() - startedAt)));
    };
    // A child in the background may hold the pipes open for ever, so their end is awaited only for a moment.
    const timer = setTimeout(finish, lastWordsMs);
    timers.push(timer);
    child.on("close", finish);
  });
}

function start(parts: CommandParts, request: CommandRequest): ChildProcess | string {
  try {
    return spawn(parts.shell.file, [...parts.shell.argumentsFor(request.command)], {
      cwd: request.cwd,
      env: { ...parts.environment, ...request.env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
      windowsHide: true,
    });
  } catch (error) {
    // A NUL character in the command line, or a line that is too long.
    return whyNotStarted(error, request);
  }
}

function whyNotStarted(error: unknown, request: CommandRequest): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `The command could not be started in ${request.cwd}: ${reason}. Check that the folder and the shell exist.`;
}

function describe(
  stoppedBy: "time" | "signal" | undefined,
  code: number | null,
  killedBy: string | null,
  output: string,
  milliseconds: number,
): CommandOutcome {
  if (stoppedBy === "signal") return { kind: "cancelled", output };
  if (stoppedBy === "time") return { kind: "timed-out", output, milliseconds };
  if (code === null) return { kind: "signalled", signal: killedBy ?? "unknown", output, milliseconds };
  return { kind: "exited", code, output, milliseconds };
}
