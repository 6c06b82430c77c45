import type { PlatformPath } from "node:path";
import { linux } from "./linux.ts";
import { macos } from "./macos.ts";
import { windows } from "./windows.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Folders {
  /** The user's own settings. */
  readonly config: string;
  /** Ledger, kept contents, approvals. */
  readonly data: string;
}

/** A shell at an absolute path that the system owns; never looked up on the search path. */
export interface Shell {
  readonly file: string;
  readonly grammar: ShellGrammar;
  /** The arguments that make it run one command line without reading any start-up file. */
  argumentsFor(commandLine: string): readonly string[];
}

/** The grammar that the command policy must parse. `powershell` also stands for `cmd`: there only plain words count. */
export type ShellGrammar = "bash" | "powershell";

/** What is sent to end a process and everything that it started. */
export type GroupEnd =
  | { readonly kind: "signal"; readonly target: number; readonly signal: "SIGTERM" | "SIGKILL" }
  | { readonly kind: "run"; readonly file: string; readonly args: readonly string[] };

/** Everything that differs between operating systems. All of it is a pure function of its arguments, so it can be tested anywhere. */
export interface Platform {
  readonly name: "linux" | "macos" | "windows";
  readonly path: PlatformPath;
  /** Whether two spellings that differ in case only usually name the same file. */
  readonly ignoresCase: boolean;
  /** Folders and files whose contents are the machine's, not anyone's documents. No tool reaches them. */
  readonly forbiddenPlaces: readonly string[];
  folders(env: Environment, home: string): Folders;
  /** In order of preference; the first one that exists is used. */
  shells(env: Environment): readonly Shell[];
  /** `gentle` asks the group to end, otherwise it is killed. Windows knows only the second way. */
  groupEnd(pid: number, gentle: boolean, env: Environment): GroupEnd;
  /** Why a path must not be used in this spelling, or `undefined` when it may. */
  forbiddenSpelling(path: string): string | undefined;
  /** Whether a variable may be passed on to commands. Says nothing of `PATH`, which is filtered entry by entry. */
  passesVariable(name: string): boolean;
  /** The file names under which a program may be found, most usual first. */
  executableNames(program: string): readonly string[];
  /** A path through an open folder handle that stays in that folder even when its name is given to another one meanwhile. */
  handlePath(descriptor: number): string | undefined;
}

export function platformNamed(name: NodeJS.Platform): Platform {
  if (name === "win32") return windows;
  return name === "darwin" ? macos : linux;
}

export function currentPlatform(): Platform {
  return platformNamed(process.platform);
}
