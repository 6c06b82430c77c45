import type { TaskOutcome } from "../protocol/events.ts";

/** A promise to scripts: these numbers never change their meaning. */
export const exitCodes = {
  proved: 0,
  answered: 0,
  failed: 1,
  usage: 2,
  unproved: 10,
  refuted: 11,
  "over-budget": 12,
  refused: 13,
  differs: 14,
  cancelled: 130,
} as const satisfies Record<TaskOutcome["kind"] | "usage" | "differs", number>;

export function exitCodeOf(outcome: TaskOutcome): number {
  return exitCodes[outcome.kind];
}

export const exitCodesHelp = `Exit codes:
  0    proved, or answered; the command did what it says
  1    failed unexpectedly
  2    the command line or the configuration has a mistake
  10   unproved: the changes are kept, but nothing could check them
  11   refuted: no model passed the checks; the changes were taken back
  12   over budget
  13   refused: no able model, no price, or not allowed
  14   the ledger and a provider's own record differ
  130  cancelled`;
