import { spawn } from "node:child_process";
import { type FindRipgrep, ripgrepFinder } from "./find-ripgrep.ts";

export interface RipgrepRun {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly separator: "\n" | "\0";
  /** Called for each piece; `stop` ends the run at once. */
  readonly onPiece: (piece: Buffer) => "go-on" | "stop";
}

export type RipgrepEnd =
  | { readonly kind: "ended"; readonly code: number; readonly errors: string }
  /** By `onPiece`, by the time limit or by the signal. */
  | { readonly kind: "stopped"; readonly by: "caller" | "time" | "signal" }
  | { readonly kind: "failed"; readonly because: string };

const maxPieceBytes = 1024 * 1024;
const maxErrorBytes = 8 * 1024;

export type RunRipgrep = (run: RipgrepRun, signal: AbortSignal) => Promise<RipgrepEnd>;

/** Starts ripgrep without any configuration file. */
export function createRipgrep(find: FindRipgrep): RunRipgrep {
  return async (run, signal) => {
    const found = await find();
    return found.kind === "found" ? start(found.file, run, signal) : { kind: "failed", because: found.because };
  };
}

/** The one that comes with the npm package. */
export const packagedRipgrep = createRipgrep(ripgrepFinder());

function start(file: string, run: RipgrepRun, signal: AbortSignal): Promise<RipgrepEnd> {
  if (signal.aborted) return Promise.resolve({ kind: "stopped", by: "signal" });
  return new Promise((resolve) => {
    const child = spawn(file, ["--no-config", ...run.args], {
      cwd: run.cwd,
      env: {},
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    let stopped: "caller" | "time" | "signal" | undefined;
    const stop = (by: "caller" | "time" | "signal") => {
      stopped ??= by;
      child.kill("SIGKILL");
    };
    const onAbort = () => stop("signal");
    const timer = setTimeout(() => stop("time"), run.timeoutMs);
    signal.addEventListener("abort", onAbort, { once: true });
    const end = (result: RipgrepEnd) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      resolve(result);
    };
    const split = splitter(run.separator, (piece) => {
      if (stopped === undefined && run.onPiece(piece) === "stop") stop("caller");
    });
    let errors = "";
    child.stdout.on("data", split);
    child.stderr.on("data", (chunk: Buffer) => {
      if (errors.length < maxErrorBytes) errors += chunk.toString();
    });
    child.on("error", (error) => end({ kind: "failed", because: `ripgrep could not be started: ${error.message}.` }));
    child.on("close", (code) =>
      end(stopped === undefined ? { kind: "ended", code: code ?? 2, errors } : { kind: "stopped", by: stopped }),
    );
  });
}

/** Pieces longer than the limit are dropped: nobody wants to read a line of megabytes. */
function splitter(separator: string, onPiece: (piece: Buffer) => void): (chunk: Buffer) => void {
  const mark = separator.charCodeAt(0);
  let parts: Buffer[] = [];
  let length = 0;
  return (chunk) => {
    let from = 0;
    for (let at = chunk.indexOf(mark); at >= 0; at = chunk.indexOf(mark, from)) {
      length += at - from;
      if (length <= maxPieceBytes) onPiece(Buffer.concat([...parts, chunk.subarray(from, at)]));
      parts = [];
      length = 0;
      from = at + 1;
    }
    length += chunk.length - from;
    if (length <= maxPieceBytes) parts.push(chunk.subarray(from));
    else parts = [];
  };
}
