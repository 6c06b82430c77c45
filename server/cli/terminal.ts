import type { Compose } from "../body.ts";

/** Everything through which the command line touches the outside, so that a test can hold the other end. */
export interface Terminal {
  readonly compose: Compose;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Aborted, with an `OutputEnd` as the reason, when stdout takes nothing more. */
  readonly outputEnd: AbortSignal;
}

/** Whether a person sits at both ends, so that a question can be asked. */
export function isInteractive(terminal: Terminal): boolean {
  return terminal.stdin.isTTY === true && terminal.stdout.isTTY === true;
}
