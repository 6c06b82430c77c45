import type { UndoResult } from "../agent/agent.ts";

/** Text with everything that must survive an edit. */
export interface TextFile {
  /** With `\n` only; the original line ends are put back on encoding. */
  readonly text: string;
  readonly encoding: Encoding;
  readonly lineEnd: "\n" | "\r\n" | "mixed";
  /** Only for `mixed`: one letter per line end in order, `n` for `\n` and `r` for `\r\n`. */
  readonly lineEnds?: string;
  readonly mode: number;
  /** SHA-256 of the bytes, hex. */
  readonly hash: string;
}

/** `latin1` stands for any unknown 8-bit encoding: bytes are kept one to one. */
export type Encoding = "utf-8" | "utf-8-bom" | "utf-16le" | "utf-16be" | "latin1";

export type ReadOutcome =
  | { readonly kind: "text"; readonly file: TextFile }
  | { readonly kind: "missing" }
  | { readonly kind: "folder" }
  | { readonly kind: "binary"; readonly bytes: number }
  | { readonly kind: "too-large"; readonly bytes: number; readonly limit: number }
  /** The disk said no, or it is a device, a pipe or a link. One sentence. */
  | { readonly kind: "failed"; readonly because: string };

/** What was there before: the hash of the bytes, or that nothing was. */
export type FileState = { readonly kind: "file"; readonly hash: string } | { readonly kind: "absent" };

export type WriteOutcome =
  | { readonly kind: "written"; readonly after: FileState; readonly created: boolean }
  /** The file is not as it was when it was read: someone else changed it. Nothing was written. */
  | { readonly kind: "changed-meanwhile" }
  /** The encoding of the file can't hold these characters. Nothing was written. */
  | { readonly kind: "not-encodable"; readonly character: string }
  /** Outside, a link on the way, or the disk said no. Nothing was written. */
  | { readonly kind: "failed"; readonly because: string };

export interface FileChange {
  /** Relative, with `/`. */
  readonly path: string;
  readonly before: FileState;
  readonly after: FileState;
}

/**
 * The record of one task's writes. Old contents are durable in our own store before a byte changes; a roll-back touches
 * only files that the attempt wrote and that still hold what it wrote.
 */
export interface TaskCheckpoint {
  /** Why nothing may be written in this folder at all, such as the home folder; one sentence. */
  readonly unarmed: string | undefined;
  /** Writes bytes if the file still is as `expected`; with `deleted`, removes it. `attempt` is who did it. */
  write(
    attempt: string,
    absolute: string,
    content: Uint8Array | "deleted",
    expected: FileState,
    mode?: number,
  ): Promise<WriteOutcome>;
  /**
   * Before a command that may change files: keeps the contents of the workspace's unignored files, as far as the limits allow.
   * Rejects with a `CheckpointError` when the disk says no: then the command must not run.
   */
  beforeCommand(attempt: string, signal: AbortSignal): Promise<CommandWatch>;
  /** Keeps the present contents of these files with one wait for the disk, so that their first writes are quick. Never needed for safety. */
  keepAll(absolutes: readonly string[]): Promise<void>;
  /** Attempts are paths of ids: rolling back `a` takes back `a` and everything below it (`a/b`, `a/b/c`), in one composition. */
  /** Rejects with a `CheckpointError` when the disk says no; it can be repeated, and `undo` still works. */
  rollBack(attempt: string): Promise<RollBack>;
  /**
   * All files that the task (or only this attempt and those below it) has changed so far, first `before` against last `after`;
   * files that are back to `before` are left out.
   */
  changes(attempt?: string): readonly FileChange[];
  /** Kept bytes by hash. */
  contents(state: FileState): Promise<Uint8Array | undefined>;
  /** The task is over. From here on its kept contents may grow old and be pruned. */
  end(): Promise<void>;
}

export interface CommandWatch {
  /** Files that changed while the command ran, recorded as the attempt's; `complete` is false when the workspace was too big to watch. */
  finish(): Promise<{ readonly changed: readonly FileChange[]; readonly complete: boolean }>;
}

export interface RollBack {
  readonly restored: readonly string[];
  /** Changed by someone else after the attempt wrote them, so left alone. */
  readonly kept: readonly string[];
}

export interface UndoOptions {
  /** Only these files, relative with `/`; all when undefined. */
  readonly paths?: readonly string[] | undefined;
  /** Takes nothing back as soon as one file can't be: then it ends `partly` with nothing restored. */
  readonly wholly?: boolean;
}

export interface KeptChange {
  /** Relative, with `/`. */
  readonly path: string;
  readonly before: Uint8Array | "absent";
  readonly now: Uint8Array | "absent";
}

export interface Checkpoints {
  open(task: string, root: string): TaskCheckpoint;
  /** Takes a whole task back. Works after a crash at any point, also in the middle of a write. Rejects with a `CheckpointError` when the disk says no. */
  undo(task: string, root: string, how?: UndoOptions): Promise<UndoResult>;
  /** The files that a task changed, running or ended, and that differ now from before it. Undefined when nothing is kept of it. */
  changes(task: string, root: string): Promise<readonly KeptChange[] | undefined>;
  /** A file's bytes from before the task. Undefined when the task never wrote it, or what was kept is gone. */
  before(task: string, root: string, path: string): Promise<Uint8Array | "absent" | undefined>;
  /** Removes the kept contents of tasks that ended or were undone more than so many days ago, and returns their ids. */
  prune(keepDays: number): Promise<readonly string[]>;
}

export type CommandOutcome =
  | { readonly kind: "exited"; readonly code: number; readonly output: string; readonly milliseconds: number }
  | { readonly kind: "signalled"; readonly signal: string; readonly output: string; readonly milliseconds: number }
  | { readonly kind: "timed-out"; readonly output: string; readonly milliseconds: number }
  | { readonly kind: "cancelled"; readonly output: string }
  | { readonly kind: "not-started"; readonly because: string };

export interface CommandRequest {
  readonly command: string;
  readonly cwd: string;
  /** Further folders whose programs are never found by a short name: where `cwd` is a copy, what it was copied from. */
  readonly untrusted?: readonly string[];
  readonly timeoutMs: number;
  /** Head and tail are kept up to this many bytes; a marker names what was dropped. */
  readonly maxOutputBytes: number;
  /** Added to the small fresh environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs one command line through the platform's known shell, as a process group that dies with the signal or the time limit. */
export type RunCommand = (request: CommandRequest, signal: AbortSignal) => Promise<CommandOutcome>;

export interface SearchMatch {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

export type SearchOutcome =
  | { readonly kind: "found"; readonly matches: readonly SearchMatch[]; readonly truncated: boolean }
  | { readonly kind: "bad-pattern"; readonly message: string }
  | { readonly kind: "failed"; readonly because: string };

export interface SearchRequest {
  readonly pattern: string;
  readonly literal: boolean;
  /** Canonical, from the path guard. */
  readonly within: string;
  readonly glob: string | undefined;
  readonly maxMatches: number;
}

export type Search = (root: string, request: SearchRequest, signal: AbortSignal) => Promise<SearchOutcome>;

/** Unignored files below a folder, relative to the root with `/`, sorted, at most `max`. */
export type ListFiles = (
  root: string,
  within: string,
  max: number,
  signal: AbortSignal,
) => Promise<{ readonly files: readonly string[]; readonly truncated: boolean }>;
