/**
 * The only place that opens message boxes. Rules: never more than one box for one cause; what the user cancelled is not
 * told; a message that asks for a decision has buttons, all others go away by themselves.
 */
export interface Notify {
  info<A extends string>(message: string, ...actions: readonly A[]): Promise<A | undefined>;
  warn<A extends string>(message: string, ...actions: readonly A[]): Promise<A | undefined>;
  error<A extends string>(message: string, ...actions: readonly A[]): Promise<A | undefined>;
  /** Blocks the window; for what can't be taken back. */
  confirm(message: string, detail: string, action: string): Promise<boolean>;
  /** Tells any error the way its sort deserves: a `ServerFailure` by its sentence, a cancellation not at all, a bug with the log. */
  failure(error: unknown): void;
}
