/** The thread that reads reports. It opens the ledger for reading only, and answers one question after the other. */
import { parentPort, workerData } from "node:worker_threads";
import { LedgerError } from "./ledger-error.ts";
import { openPeriodReports, type PeriodReports, type ReportedLedger } from "./period-reports.ts";
import type { Question, Reply } from "./report-thread.ts";

const ledger = workerData as ReportedLedger;
let opened: PeriodReports | undefined;

parentPort?.on("message", (question: Question) => parentPort?.postMessage(replyTo(question)));

function replyTo({ id, report, asked }: Question): Reply {
  try {
    opened ??= openPeriodReports(ledger);
    const read = opened[report] as (...asked: readonly unknown[]) => unknown;
    return { id, kind: "answer", answer: read(...asked) };
  } catch (error) {
    // A copy of an error keeps its message, and nothing of its class.
    if (!(error instanceof LedgerError)) return { id, kind: "failed", error };
    const { fault, what, nextStep } = error;
    return { id, kind: "ledger-error", fault, what, nextStep };
  }
}
