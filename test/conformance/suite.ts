/** The result of one case that another project wrote. */
export interface CaseResult {
  readonly id: string;
  readonly outcome: "passed" | "failed" | "skipped";
  readonly why?: string;
}

/** One set of cases in one format. `folder` is where the case file lies, for cases that name files beside it. */
export interface Suite {
  readonly name: string;
  run(cases: unknown, folder: string): AsyncIterable<CaseResult> | Iterable<CaseResult>;
}
