import { exitCodes } from "./exit-codes.ts";

export interface Interrupts {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** What a signal does; prompts that read the keyboard call it, because there Ctrl-C is a key. */
  interrupt(): void;
  stop(): void;
}

/** One Ctrl-C can arrive twice, from the terminal and through a parent; nobody presses this fast. */
const echoMs = 50;
const watched = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The first signal asks the task to end cleanly; the second ends the process at once with 130. */
export function watchInterrupts(onFirst: () => void, restoreTerminal: () => void): Interrupts {
  const abort = new AbortController();
  let first = 0;
  const interrupt = () => {
    if (abort.signal.aborted) {
      if (performance.now() - first < echoMs) return;
      restoreTerminal();
      process.exit(exitCodes.cancelled);
    }
    first = performance.now();
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
