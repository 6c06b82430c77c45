import { DatabaseSync } from "node:sqlite";
import { createCallExport, type ExportCalls } from "./call-export.ts";
import { withLedgerErrors } from "./ledger-error.ts";
import { createOverviews, type ReadOverview } from "./overview.ts";
import { createPortions } from "./portions.ts";
import { createReports, type ReadReport } from "./report.ts";
import { createSnapshot } from "./transaction.ts";
import { createCalendar } from "./windows.ts";

/** What reads all calls of a period. Each report shows one state of the ledger. Throws `LedgerError`. */
export interface PeriodReports {
  readonly spendReport: ReadReport;
  readonly overview: ReadOverview;
  readonly exportCalls: ExportCalls;
}

export interface ReportedLedger {
  readonly path: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Milliseconds to wait for other processes. */
  readonly busyTimeout: number;
}

/** Opens an existing ledger for reading only. */
export function openPeriodReports({ path, timeZone, busyTimeout }: ReportedLedger): PeriodReports & Disposable {
  const guarded = <T>(read: () => T): T => withLedgerErrors(path, read);
  return guarded(() => {
    const database = new DatabaseSync(path, { readOnly: true, timeout: busyTimeout });
    const snapshot = createSnapshot(database);
    const readPortions = createPortions(database, createCalendar(timeZone));
    const readReport = createReports(database, readPortions);
    const readOverview = createOverviews(database, readPortions);
    const exportCalls = createCallExport(database);
    const atOnce = <T>(read: () => T): T => guarded(() => snapshot(read));
    return {
      spendReport: (...asked) => atOnce(() => readReport(...asked)),
      overview: (...asked) => atOnce(() => readOverview(...asked)),
      exportCalls: (...asked) => atOnce(() => exportCalls(...asked)),
      [Symbol.dispose]: () => database.close(),
    };
  });
}
