import { exitCodes } from "./exit-codes.ts";

export interface Interrupts {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** What a signal does; prompts that read the keyboard call it, because there Ctrl-C is a key. */
  interrupt(): void;
  stop(): void;
}

const watched = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The first signal asks the task to end cleanly; the second ends the process at once with 130. */
export function watchInterrupts(onFirst: () => void, restoreTerminal: () => void): Interrupts {
  const abort = new AbortController();
  const interrupt = () => {
    if (abort.signal.aborted) {
      restoreTerminal();
      process.exit(exitCodes.cancelled);
    }
    abort.abort();
    onFirst();
  };
  for (const name of watched) process.on(name, interrupt);
  return {
    signal: abort.signal,
    interrupt,
    stop() {
      for (const name of watched) process.off(name, interrupt);
    },
  };
}
