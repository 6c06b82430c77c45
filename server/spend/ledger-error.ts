/** `missing`: it was there and is gone. `replaced`: another ledger stands in its place. `place`: a folder in which SQLite can't be trusted. */
export type LedgerFault =
  | "full"
  | "locked"
  | "read-only"
  | "missing"
  | "replaced"
  | "corrupt"
  | "newer"
  | "place"
  | "unusable";

/** The ledger can't be read or written. While it stands, no paid call may be made. */
export class LedgerError extends Error {
  readonly fault: LedgerFault;
  readonly what: string;
  readonly nextStep: string;

  constructor(fault: LedgerFault, what: string, nextStep: string, cause?: unknown) {
    super(`${what} ${nextStep}`, cause === undefined ? undefined : { cause });
    this.name = "LedgerError";
    this.fault = fault;
    this.what = what;
    this.nextStep = nextStep;
  }
}

const paidCallsWait = "No paid call is made until then.";
const runDoctor = "Run `stepladder doctor`.";
const startAnew = "Put a copy of it back, or run `stepladder doctor --new-ledger` to start anew.";

/** SQLite's primary result codes. */
const faults: ReadonlyMap<number, readonly [LedgerFault, string, string]> = new Map([
  [
    5,
    [
      "locked",
      "another process kept it locked for too long.",
      `Close other Stepladder processes and try again. ${paidCallsWait}`,
    ],
  ],
  [6, ["locked", "it is locked.", `Close other Stepladder processes and try again. ${paidCallsWait}`]],
  [8, ["read-only", "it can't be written to.", `Give yourself write permission to it. ${paidCallsWait}`]],
  [10, ["full", "the disk refused to write or read.", `Free some space on its disk and try again. ${paidCallsWait}`]],
  [11, ["corrupt", "its file is damaged.", `${startAnew} ${paidCallsWait}`]],
  [13, ["full", "the disk is full.", `Free some space on its disk and try again. ${paidCallsWait}`]],
  [14, ["unusable", "its file can't be opened.", `${runDoctor} ${paidCallsWait}`]],
  [26, ["corrupt", "its file is not a ledger.", `${startAnew} ${paidCallsWait}`]],
]);

/** Runs one operation on the ledger's file and turns what SQLite throws into a `LedgerError`; our own bugs pass as they are. */
export function withLedgerErrors<T>(file: string, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    throw asLedgerError(file, error);
  }
}

function asLedgerError(file: string, error: unknown): unknown {
  const code = sqliteCode(error);
  const known = code === undefined ? undefined : faults.get(code);
  if (known === undefined) return error;
  const [fault, what, nextStep] = known;
  return new LedgerError(fault, `The ledger ${file} can't be used: ${what}`, nextStep, error);
}

function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return undefined;
  return error.errcode & 0xff;
}
