import type { Compose } from "./body.ts";
import { whenReaderLeaves, write } from "./output.ts";
import type { Terminal } from "./terminal.ts";

/** The terminal that this process was started from. */
export function installedTerminal(compose: Compose): Terminal {
  const { stdin, stdout, stderr, env } = process;
  const readerLeft = new AbortController();
  const terminal = { compose, env, cwd: process.cwd(), stdin, stdout, stderr, readerLeft: readerLeft.signal };
  whenReaderLeaves(terminal, () => readerLeft.abort());
  return terminal;
}

/** Ends the process when all output is out; connections that are kept open for re-use must not hold it. */
export async function leave(code: number, terminal: Terminal): Promise<never> {
  await Promise.all([write(terminal.stdout, ""), write(terminal.stderr, "")]);
  return process.exit(code);
}
