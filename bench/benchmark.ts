/** One benchmark: it measures ours and the peer or limit beside it in the same run. */
export interface Benchmark {
  readonly name: string;
  run(options: {
    readonly json: boolean;
    readonly args: readonly string[];
  }): Promise<{ readonly text: string; readonly json: unknown }>;
}
