import type { Budget } from "../configuration/configuration.ts";
import type { ReceiptView } from "../protocol/events.ts";
import { type Changes, createChanges } from "./changes.ts";
import { createLedgerLines, type ReadLedgerLines } from "./check/ledger-lines.ts";
import { createForgettings, type Forgetting } from "./forgetting.ts";
import { createMarkInterrupted, hasOpenWork } from "./interruptions.ts";
import { createCalls, type LedgerCalls, type Reconciled } from "./ledger-calls.ts";
import { findDamage, findWrongBalances } from "./ledger-check.ts";
import { LedgerError, withLedgerErrors } from "./ledger-error.ts";
import { type LedgerFile, openLedgerFile } from "./ledger-file.ts";
import { createQueries, type LedgerQueries } from "./ledger-queries.ts";
import { millisecondsPerBucketDay } from "./ledger-schema.ts";
import { createWork, type LedgerWork } from "./ledger-work.ts";
import { type BudgetInForce, createLimits, type Limits, type Today } from "./limits.ts";
import type { NanoUsd } from "./money.ts";
import { createPastWork, type PastWork } from "./past-work.ts";
import { createPresence } from "./process-presence.ts";
import { createRaises } from "./raises.ts";
import { createReceipts, type Frontier } from "./receipt.ts";
import { type ReportsAside, ReportThread } from "./report-thread.ts";
import { type BudgetLevel, leftOf, levelOf, tightest } from "./reservation.ts";
import type { BudgetState, Spend } from "./spend.ts";
import { createTransaction } from "./transaction.ts";
import { createCalendar, localTimeZone } from "./windows.ts";

export interface BudgetRules {
  readonly budgets: readonly Budget[];
  /** Share of a limit, such as 0.8, from which reservations carry a warning. */
  readonly warnAt: number;
}

export interface LedgerOptions extends BudgetRules {
  /** Made with mode 0700 when it is missing. */
  readonly folder: string;
  readonly clock: () => Date;
  readonly processId: number;
  /** IANA name; the machine's own when undefined. Days, weeks and months start at its midnight. */
  readonly timeZone?: string | undefined;
  /** Milliseconds to wait for other processes; 10 seconds when undefined. */
  readonly busyTimeout?: number | undefined;
  /** Bounds the file to this many pages of 4 KiB. */
  readonly maxPages?: number | undefined;
}

/** What can be read of the ledger beyond what the agent needs, and its upkeep. Throws `LedgerError` as `Spend` does. */
export interface LedgerReader extends LedgerQueries {
  readonly path: string;
  /** From now on these budgets hold, for every call of this process that is reserved later, whoever makes it. */
  useBudgets(rules: BudgetRules): void;
  readonly reports: ReportsAside;
  /** `Spend.receipt`, with the cost of the same tokens at the given model's price beside it. */
  receiptBeside(task: string, frontier: Frontier): ReceiptView | undefined;
  /** Every budget that applies to this workspace, with what counts against it now. Task budgets need a task. */
  budgetStates(scope: { readonly task: string | undefined; readonly workspace: string }): readonly BudgetState[];
  /** The budgets for everything and for these workspaces, and how near they are to their limits. */
  budgetsInForce(workspaces: readonly string[]): readonly (BudgetInForce & { readonly level: BudgetLevel })[];
  today(): Today;
  /** Calls as a provider's bill is held against them. */
  readonly linesToCheck: ReadLedgerLines;
  /** Calls back after every change of spend or budgets that this process makes. Returns what ends it. */
  onChange(listener: () => void): () => void;
  /** Another number after another process has written. Reads no table. */
  writtenElsewhere(): number;
  readonly pastWork: PastWork;
  /** The router learns no more from these attempts; they stay in the ledger. Returns how many they are. */
  forget(what: Forgetting): number;
  /** Ends the doubt about a call in state `unknown` with what the provider's bill says. */
  reconcile(call: string, truth: "unbilled" | { readonly usd: NanoUsd }): Reconciled;
  /** Sentences for every kept sum that does not equal its calls. Reads all calls. */
  verifyBalances(): readonly string[];
  /** Sentences for damage that SQLite finds in the file. Reads the whole file. */
  verifyFile(): readonly string[];
}

export type Ledger = Spend & LedgerReader;

/** Throws `LedgerError` when the ledger can't be used: it was in use here before and is gone, emptied, replaced or damaged, or the place is not fit. */
export function openLedger(options: LedgerOptions): Ledger {
  const file = openLedgerFile({
    folder: options.folder,
    busyTimeout: busyTimeoutOf(options),
    maxPages: options.maxPages,
  });
  return withLedgerErrors(file.path, () => assemble(file, options));
}

function busyTimeoutOf({ busyTimeout = 10_000 }: LedgerOptions): number {
  return busyTimeout;
}

function assemble(file: LedgerFile, options: LedgerOptions): Ledger {
  const { database } = file;
  const now = () => options.clock().getTime();
  const guarded = <T>(operation: () => T): T => withLedgerErrors(file.path, operation);
  const transaction = createTransaction(database);
  const timeZone = options.timeZone ?? localTimeZone();
  const calendar = createCalendar(timeZone);
  const raises = createRaises(database, transaction);
  const limits = createLimits(database, calendar, raises);
  const presence = createPresence(options.folder, options.processId);
  const markInterrupted = createMarkInterrupted(database, transaction, presence);
  const readReceipt = createReceipts(database);
  const reports = new ReportThread({ path: file.path, timeZone, busyTimeout: busyTimeoutOf(options) });
  const readLines = createLedgerLines(database);
  const changes = createChanges(database);
  const work = createWork(database, transaction);
  const pastWork = createPastWork(database);
  const forgettings = createForgettings(database, transaction);
  const startTask: Spend["startTask"] = (task) =>
    guarded(() => {
      file.checkInPlace();
      presence.announce();
      work.startTask(task, { name: presence.owner, pid: options.processId }, now());
    });

  return {
    path: file.path,
    startTask,
    ...guardedWork(work, now, guarded),
    ...guardedCalls(createCalls(database, transaction, limits), limits, changes, file, options, now),
    ...guardedQueries(createQueries(database), guarded),
    receipt: (task) => guarded(() => readReceipt(task, now(), undefined)),
    receiptBeside: (task, frontier) => guarded(() => readReceipt(task, now(), frontier)),
    reports,
    linesToCheck: (endpoints, from, to) => guarded(() => readLines(endpoints, from, to)),
    onChange: changes.listen,
    writtenElsewhere: () => guarded(changes.writtenElsewhere),
    raise(budget, by, task) {
      guarded(() => raises.add(budget, by, task, now()));
      changes.tell();
    },
    pastWork: {
      pastTasks: () => guarded(pastWork.pastTasks),
      repriced: (priceOf) => guarded(() => pastWork.repriced(priceOf)),
    },
    forget: (what) => guarded(() => forgettings.forget(what, now())),
    markInterrupted: () => unlessLocked(() => guarded(() => markInterrupted(now()))),
    verifyBalances: () => guarded(() => findWrongBalances(database)),
    verifyFile: () => guarded(() => findDamage(database)),
    close() {
      if (!database.isOpen) return;
      reports.close();
      presence.leave();
      try {
        if (!guarded(() => hasOpenWork(database, presence.owner))) presence.forget(presence.owner);
      } finally {
        database.close();
      }
    },
  };
}

/** Nobody waits for this: what could not be marked is marked at the next start, and a ledger that is held can still be read. */
function unlessLocked(mark: () => readonly string[]): readonly string[] {
  try {
    return mark();
  } catch (error) {
    if (error instanceof LedgerError && error.fault === "locked") return [];
    throw error;
  }
}

type Guarded = <T>(operation: () => T) => T;

function guardedWork(work: LedgerWork, now: () => number, guarded: Guarded) {
  return {
    startSubtask: (subtask) => guarded(() => work.startSubtask(subtask, now())),
    startAttempt: (attempt) => guarded(() => work.startAttempt(attempt, now())),
    changeEndpoint: (attempt, change) => guarded(() => work.changeEndpoint(attempt, change, now())),
    endAttempt: (attempt, end) => guarded(() => work.endAttempt(attempt, end, now())),
    endSubtask: (subtask, verdict) => guarded(() => work.endSubtask(subtask, verdict, now())),
    endTask: (task, outcome) => guarded(() => work.endTask(task, outcome, now())),
    markUndone: (task) => guarded(() => work.markUndone(task, now())),
    markKept: (task) => guarded(() => work.markKept(task, now())),
    recordAudit: (attempt, audit) => guarded(() => work.recordAudit(attempt, audit, now())),
    spentOn: (purpose, days) => guarded(() => work.spentOn(purpose, now() - days * millisecondsPerBucketDay)),
    spentBy: (subtask) => guarded(() => work.spentBy(subtask)),
  } satisfies Partial<Spend>;
}

function guardedCalls(
  calls: LedgerCalls,
  limits: Limits,
  changes: Changes,
  file: LedgerFile,
  options: LedgerOptions,
  now: () => number,
) {
  let rules: BudgetRules = options;
  const guarded: Guarded = (operation) => withLedgerErrors(file.path, operation);
  const changed: Guarded = (operation) => {
    const result = guarded(operation);
    changes.tell();
    return result;
  };
  const budgetStates: LedgerReader["budgetStates"] = (scope) =>
    guarded(() => limits.of({ ...scope, subtask: undefined }, rules.budgets, now()));
  return {
    useBudgets: (next) => {
      rules = next;
      changes.tell();
    },
    reserve: (call) =>
      changed(() => {
        file.checkInPlace();
        return calls.reserve(call, { budgets: rules.budgets, warnAt: rules.warnAt, now: now() });
      }),
    settle: (call, settlement) => changed(() => calls.settle(call, settlement, now())),
    reconcile: (call, truth) => changed(() => calls.reconcile(call, truth, now())),
    budgetStates,
    budgetsInForce: (workspaces) =>
      guarded(() =>
        limits
          .inForce(workspaces, rules.budgets, now())
          .map((budget) => ({ ...budget, level: levelOf(budget.state, rules.warnAt) })),
      ),
    today: () => guarded(() => limits.today(now())),
    left(scope) {
      const budget = tightest(budgetStates(scope));
      return budget === undefined ? "unlimited" : leftOf(budget);
    },
  } satisfies Partial<Ledger>;
}

function guardedQueries(queries: LedgerQueries, guarded: Guarded): LedgerQueries {
  return {
    outcomes: (limit) => guarded(() => queries.outcomes(limit)),
    provedCosts: (model, kind) => guarded(() => queries.provedCosts(model, kind)),
    editRecords: () => guarded(() => queries.editRecords()),
    tasks: (limit, workspace, words) => guarded(() => queries.tasks(limit, workspace, words)),
    callsToCheck: (limit) => guarded(() => queries.callsToCheck(limit)),
  };
}
