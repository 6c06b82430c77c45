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

/** A reader that went away (`| head`) is no error of ours: the work stops and nothing is said. */
export function whenReaderLeaves(terminal: Terminal, stop: () => void): void {
  terminal.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") throw error;
    stop();
  });
  terminal.stderr.on("error", () => {
    // Diagnostics that nobody can read are no reason to stop the work.
  });
}
