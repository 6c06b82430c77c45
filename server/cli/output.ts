import type { Terminal } from "./terminal.ts";

/** Resolves when the stream took the text, so that a slow reader slows us and memory stays bounded. */
export function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableEnded) return resolve();
    stream.write(text, () => resolve());
  });
}

export function print(terminal: Terminal, lines: readonly string[]): Promise<void> {
  return write(terminal.stdout, lines.map((line) => `${line}\n`).join(""));
}

export function warn(terminal: Terminal, lines: readonly string[]): Promise<void> {
  return write(terminal.stderr, lines.map((line) => `${line}\n`).join(""));
}

/** Why nothing more can be printed. */
export type OutputEnd = "reader-left" | "unwritable";

const readerLeft: ReadonlySet<string | undefined> = new Set(["EPIPE", "EIO", "ERR_STREAM_DESTROYED"]);

/** A reader that went away (`| head`, a closed terminal) is no error of ours: the work stops and nothing is said. A full disk is one. */
export function whenOutputEnds(terminal: Pick<Terminal, "stdout" | "stderr">, stop: (why: OutputEnd) => void): void {
  terminal.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (readerLeft.has(error.code)) return stop("reader-left");
    terminal.stderr.write(`The output can't be written (${error.message}), so nothing more is done.\n`);
    stop("unwritable");
  });
  terminal.stderr.on("error", () => {
    // Diagnostics that nobody can read are no reason to stop the work.
  });
}
