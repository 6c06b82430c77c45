import type { Compose } from "../body.ts";
import { exitCodes } from "./exit-codes.ts";
import { type OutputEnd, whenOutputEnds, write } from "./output.ts";
import type { Terminal } from "./terminal.ts";

/** The terminal that this process was started from. */
export function installedTerminal(compose: Compose): Terminal {
  const { stdin, stdout, stderr, env } = process;
  const outputEnd = new AbortController();
  whenOutputEnds({ stdout, stderr }, (why) => outputEnd.abort(why));
  return { compose, env, cwd: process.cwd(), stdin, stdout, stderr, outputEnd: outputEnd.signal };
}

/** Ends the process when all output is out; connections that are kept open for re-use must not hold it. */
export async function leave(code: number, terminal: Terminal): Promise<never> {
  await Promise.all([write(terminal.stdout, ""), write(terminal.stderr, "")]);
  const lost = terminal.outputEnd.reason === ("unwritable" satisfies OutputEnd);
  return process.exit(lost && code === exitCodes.proved ? exitCodes.failed : code);
}
