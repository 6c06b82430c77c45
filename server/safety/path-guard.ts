import type { Decision } from "./decision.ts";

/** A path that a tool named, made canonical. All paths of the agent come from here; nothing else joins a root and a model's text. */
export interface GuardedPath {
  readonly decision: Decision;
  /** Canonical absolute path: every existing component resolved. Empty when the decision is `refuse`. */
  readonly absolute: string;
  /** Relative to the root with `/`, for showing; the real target, never the alias that was asked for. */
  readonly relative: string;
}

export interface PathGuard {
  /** Canonical workspace root. */
  readonly root: string;
  /** Whether a path may be read or written. Never throws: what can't be canonicalised is refused. */
  check(path: string, intent: "read" | "write"): Promise<GuardedPath>;
}
