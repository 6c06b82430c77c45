import type { ShellGrammar } from "../platform/platform.ts";
import { type CommandEntry, isSamePlainLine, matchesDenial, matchesEntry, readEntry } from "./command-entries.ts";
import type { Decision } from "./decision.ts";
import { hardenedGitEnvironment } from "./git-hardening.ts";
import type { PathGuard } from "./path-guard.ts";
import { type PlainCommand, readPlainCommands } from "./plain-commands.ts";
import { loadShellParser, type ShellParser } from "./shell-parser.ts";
import { judgeUnasked, type Unasked } from "./unasked-command.ts";

export interface CommandPolicy {
  /** Whether a command line may run unasked in the workspace's root. Never throws: what can't be parsed completely asks. */
  judge(command: string): Promise<Decision>;
}

export interface CommandPolicyOptions {
  /** Of the shell that will run the command. */
  readonly shell: ShellGrammar;
  /** Guards the workspace that commands run in, and whose root they start in. */
  readonly paths: PathGuard;
  /** The user's own commands: exact words, or with a trailing `*` any further plain words. */
  readonly autoRun: readonly string[];
  /** The same, for this run only. */
  readonly allow: readonly string[];
  /** Commands that always ask, whatever else allows them. */
  readonly deny?: readonly string[];
  /** Whether the small list of reading commands runs unasked; it does unless this says `false`. */
  readonly builtIn?: boolean;
  /** `unavailable` makes everything ask, as when the grammar can't be loaded. */
  readonly parser?: ShellParser | "unavailable";
}

export function createCommandPolicy(options: CommandPolicyOptions): CommandPolicy {
  return {
    judge: (command) => judge(options, command).catch((): Decision => ask("the check of this command failed")),
  };
}

async function judge(options: CommandPolicyOptions, command: string): Promise<Decision> {
  const named = [...options.autoRun, ...options.allow];
  if (options.shell === "powershell") {
    const isDenied = (options.deny ?? []).length > 0;
    const isNamed = !isDenied && named.some((entry) => isSamePlainLine(command, entry));
    return isNamed ? { kind: "allow" } : ask("on this shell only commands that you named exactly run unasked");
  }
  const parser = options.parser ?? (await loadShellParser()) ?? "unavailable";
  if (parser === "unavailable") return ask("the shell grammar could not be loaded, so no command can be checked");
  const read = readPlainCommands(parser, command);
  if (read.kind === "not-plain") return ask(read.because);
  const entries = named.map((entry) => readEntry(parser, entry)).filter((entry) => entry !== undefined);
  return judgeCommands(options, read.commands, entries);
}

async function judgeCommands(
  options: CommandPolicyOptions,
  commands: readonly PlainCommand[],
  entries: readonly CommandEntry[],
): Promise<Decision> {
  let folders: readonly string[] = [options.paths.root];
  let runsGit = false;
  for (const command of commands) {
    if ((options.deny ?? []).some((denial) => matchesDenial(command, denial)))
      return ask("you told that it must always ask");
    const unasked = await judgeBuiltIn(options, command, folders);
    if (unasked.kind === "harmless") {
      folders = unasked.folders;
      runsGit ||= unasked.runsGit;
    } else if (entries.some((entry) => matchesEntry(command, entry))) {
      if (shellChangers.has(command.program)) folders = [];
    } else return ask(unasked.because);
  }
  return runsGit ? { kind: "allow", environment: hardenedGitEnvironment() } : { kind: "allow" };
}

/** After one of these the shell is not as it was, so that the built-in list's promises no longer hold. */
const shellChangers: ReadonlySet<string> = new Set(
  "cd pushd popd alias unalias export declare typeset local readonly unset set shopt enable hash trap source . eval exec builtin command".split(
    " ",
  ),
);

async function judgeBuiltIn(
  options: CommandPolicyOptions,
  command: PlainCommand,
  folders: readonly string[],
): Promise<Unasked> {
  if (options.builtIn === false) return { kind: "unusual", because: "it is not among the commands that you named" };
  if (folders.length === 0) return { kind: "unusual", because: "it follows a command that changes the shell" };
  return judgeUnasked(command, folders, options.paths);
}

function ask(reason: string): Decision {
  return { kind: "ask", because: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.` };
}
