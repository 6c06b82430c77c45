import type { Decision } from "./decision.ts";

export interface CommandPolicy {
  /** Whether a command line may run unasked. Never throws: what can't be parsed completely asks. */
  judge(command: string): Promise<Decision>;
}
