import { Worker } from "node:worker_threads";
import { LedgerError, type LedgerFault } from "./ledger-error.ts";
import type { PeriodReports, ReportedLedger } from "./period-reports.ts";

/** The reports of a period, read beside the thread that runs tasks: over 100,000 calls one of them takes up to seconds. */
export type ReportsAside = {
  readonly [K in keyof PeriodReports]: (
    ...asked: Parameters<PeriodReports[K]>
  ) => Promise<ReturnType<PeriodReports[K]>>;
};

export interface Question {
  readonly id: number;
  readonly report: keyof PeriodReports;
  readonly asked: readonly unknown[];
}

export type Reply = { readonly id: number } & (
  | { readonly kind: "answer"; readonly answer: unknown }
  | { readonly kind: "ledger-error"; readonly fault: LedgerFault; readonly what: string; readonly nextStep: string }
  | { readonly kind: "failed"; readonly error: unknown }
);

/** Beside this file, as it stands in the sources and as it is bundled. */
const worker = new URL(import.meta.url.endsWith(".ts") ? "./report-worker.ts" : "./report-worker.mjs", import.meta.url);

/** Starts a thread for the first question, and ends it when none has come for a while: it holds some 20 MB. */
export class ReportThread implements ReportsAside {
  readonly #ledger: ReportedLedger;
  readonly #idleMs: number;
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #asked = 0;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();

  constructor(ledger: ReportedLedger, idleMs = 5_000) {
    this.#ledger = ledger;
    this.#idleMs = idleMs;
  }

  readonly spendReport: ReportsAside["spendReport"] = (...asked) => this.#ask("spendReport", asked);
  readonly overview: ReportsAside["overview"] = (...asked) => this.#ask("overview", asked);
  readonly exportCalls: ReportsAside["exportCalls"] = (...asked) => this.#ask("exportCalls", asked);

  /** Whether the thread is there. */
  get running(): boolean {
    return this.#worker !== undefined;
  }

  close(): void {
    this.#end(new Error("The ledger was closed before its report was read."));
  }

  #ask<K extends keyof PeriodReports>(
    report: K,
    asked: Parameters<PeriodReports[K]>,
  ): Promise<ReturnType<PeriodReports[K]>> {
    const reply = Promise.withResolvers<unknown>();
    const id = this.#asked++;
    this.#waiting.set(id, reply);
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#worker.postMessage({ id, report, asked } satisfies Question);
    return reply.promise as Promise<ReturnType<PeriodReports[K]>>;
  }

  #start(): Worker {
    const started = new Worker(worker, { workerData: this.#ledger, execArgv: [], name: "reports" });
    const isPresent = () => this.#worker === started;
    started.on("message", (reply: Reply) => isPresent() && this.#settle(reply));
    started.on("error", (error) => isPresent() && this.#end(error));
    started.on("exit", () => isPresent() && this.#end(new Error("The thread that reads the ledger ended.")));
    return started;
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) this.#rest();
    if (reply.kind === "answer") waiting?.resolve(reply.answer);
    else if (reply.kind === "failed") waiting?.reject(reply.error);
    else waiting?.reject(new LedgerError(reply.fault, reply.what, reply.nextStep));
  }

  /** Nothing waits for a resting thread, neither the process nor its memory for long. */
  #rest(): void {
    this.#worker?.unref();
    this.#idle = setTimeout(() => this.close(), this.#idleMs).unref();
  }

  #end(because: unknown): void {
    clearTimeout(this.#idle);
    void this.#worker?.terminate();
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(because);
    this.#waiting.clear();
  }
}
