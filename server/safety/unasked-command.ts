import { join } from "node:path";
import { unsafeRepositoryBecause } from "./git-repository.ts";
import type { PathGuard } from "./path-guard.ts";
import type { PlainCommand } from "./plain-commands.ts";
import { gitRules, type ProgramRule, programRules } from "./program-rules.ts";
import { readArguments } from "./read-arguments.ts";
import { findSecretBelow } from "./secret-walk.ts";
import { inertLine } from "./untrusted-text.ts";

export type Unasked =
  /** `folders` are the folders in which the next command of the line may run. */
  | { readonly kind: "harmless"; readonly folders: readonly string[]; readonly runsGit: boolean }
  | { readonly kind: "unusual"; readonly because: string };

const maxFolders = 8;

/** Whether one command of the built-in list does nothing but read ordinary files of the workspace. */
export async function judgeUnasked(
  command: PlainCommand,
  folders: readonly string[],
  guard: PathGuard,
): Promise<Unasked> {
  if (command.program === "git") return judgeGit(command, folders, guard);
  const rule = programRules.get(command.program);
  if (rule === undefined)
    return unusual(`\`${inertLine(command.program)}\` is not on the list of commands that run unasked`);
  const read = readArguments(rule, command.words);
  if (read.kind === "unknown")
    return unusual(`\`${command.program} ${inertLine(read.word)}\` is not known to be harmless`);
  if (rule.operands === "none" && read.operands.length > 0)
    return unusual(`\`${command.program}\` got unexpected words`);
  if (rule.operands === "folder") return changeFolder(read.operands, folders, guard);
  if (rule.operands === "text" || rule.operands === "none") return harmless(folders);

  const isPatternFirst =
    rule.operands === "pattern-then-paths" &&
    !read.flags.some((flag) => /^(-e.*|--regexp(=.*)?|--files|--type-list)$/.test(flag));
  const paths = isPatternFirst ? read.operands.slice(1) : read.operands;
  const problem = await pathProblem(paths, folders, guard);
  if (problem !== undefined) return unusual(problem);
  const includeHidden = command.program !== "rg" || read.flags.includes("--hidden");
  const tree = readsTree(rule, read.flags) ? await treeProblem(paths, folders, guard, includeHidden) : undefined;
  return tree === undefined ? harmless(folders) : unusual(tree);
}

async function judgeGit(command: PlainCommand, folders: readonly string[], guard: PathGuard): Promise<Unasked> {
  const words = command.words[0]?.text === "--no-pager" ? command.words.slice(1) : command.words;
  const subcommand = words[0]?.text ?? "";
  const rule = gitRules.get(subcommand);
  if (rule === undefined)
    return unusual(`\`git ${inertLine(subcommand)}\` is not on the list of commands that run unasked`);
  const read = readArguments(rule, words.slice(1));
  if (read.kind === "unknown")
    return unusual(`\`git ${subcommand} ${inertLine(read.word)}\` is not known to be harmless`);
  if (words.some((word) => /^--(format|pretty).*%G/.test(word.text)))
    return unusual("it would check signatures with another program");
  if (read.operands.some((operand) => operand.startsWith(":"))) return unusual("it uses a special form of path");
  const paths = read.operands.flatMap((operand) => [operand, operand.slice(operand.indexOf(":") + 1)]);
  const problem = await pathProblem(paths.filter(Boolean), folders, guard);
  if (problem !== undefined) return unusual(problem);
  for (const folder of folders) {
    const unsafe = await unsafeRepositoryBecause(folder);
    if (unsafe !== undefined) return unusual(unsafe);
  }
  return { kind: "harmless", folders, runsGit: true };
}

async function changeFolder(
  operands: readonly string[],
  folders: readonly string[],
  guard: PathGuard,
): Promise<Unasked> {
  const [target, ...more] = operands;
  if (target === undefined || target === "-" || more.length > 0)
    return unusual("`cd` leads to a folder that the command does not name");
  const problem = await pathProblem([target], folders, guard);
  if (problem !== undefined) return unusual(problem);
  // Whether `cd` took place depends on what runs before it, so both possibilities count from here on.
  const next = new Set(folders);
  for (const folder of folders) next.add((await guard.check(join(folder, target), "read")).absolute);
  return next.size > maxFolders ? unusual("it changes folders very often") : harmless([...next]);
}

async function pathProblem(
  paths: readonly string[],
  folders: readonly string[],
  guard: PathGuard,
): Promise<string | undefined> {
  for (const path of paths.filter((path) => path !== "-")) {
    // The system goes back up from where a link leads, not from the link, so such a path can't be judged by its spelling.
    if (/(^|\/)(?!\.{1,2}\/)[^/]+\/(.*\/)?\.\.(\/|$)/.test(path)) return "a path goes down and up again";
    for (const folder of folders) {
      const { decision } = await guard.check(path.startsWith("/") ? path : join(folder, path), "read");
      if (decision.kind !== "allow") return decision.because.replace(/\.$/, "");
    }
  }
  return undefined;
}

function readsTree(rule: ProgramRule, flags: readonly string[]): boolean {
  if (rule.recursive === "always") return !flags.some((flag) => flag === "--files" || flag === "--type-list");
  return flags.some((flag) => rule.recursive instanceof RegExp && rule.recursive.test(flag));
}

async function treeProblem(
  paths: readonly string[],
  folders: readonly string[],
  guard: PathGuard,
  includeHidden: boolean,
): Promise<string | undefined> {
  const trees = folders.flatMap((folder) => (paths.length === 0 ? [folder] : paths.map((path) => join(folder, path))));
  for (const tree of new Set(trees)) {
    const { absolute } = await guard.check(tree, "read");
    const below = await findSecretBelow(absolute, includeHidden);
    if (below.kind === "found") return `it would read ${inertLine(below.path)}, which is likely to hold secrets`;
    if (below.kind === "too-many-files") return "it reads more files than can be checked for secrets";
  }
  return undefined;
}

function harmless(folders: readonly string[]): Unasked {
  return { kind: "harmless", folders, runsGit: false };
}

function unusual(because: string): Unasked {
  return { kind: "unusual", because };
}
