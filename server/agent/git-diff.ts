import type { PathGuard } from "../safety/path-guard.ts";
import { inertLine } from "../safety/untrusted-text.ts";
import { headAndTail } from "../verification/head-and-tail.ts";
import type { Which } from "../workspace/git-changes.ts";
import type { Parts } from "./parts.ts";
import type { Privacy } from "./task-scope.ts";

export interface DiffOfChanges {
  /** Empty when nothing changed. */
  readonly text: string;
  /** It shows a local-only file. */
  readonly localOnly: boolean;
}

const mostFiles = 300;
const mostOfDiff = 56_000;
const leastOfFile = 1_500;

/** The changes that git knows, without the contents of files that hold secrets. Undefined when there is no repository. */
export async function diffOfChanges(
  which: Which,
  { parts, guard, privacy }: { readonly parts: Parts; readonly guard: PathGuard; readonly privacy: Privacy },
): Promise<DiffOfChanges | undefined> {
  const changed = await parts.git.changedFiles(guard.root, which);
  if (changed === undefined) return undefined;
  const shown: string[] = [];
  const secret: string[] = [];
  let localOnly = false;
  for (const file of changed.files.slice(0, mostFiles)) {
    const { decision, relative } = await guard.check(file, "read");
    if (decision.kind !== "allow") secret.push(file);
    else {
      shown.push(file);
      localOnly ||= privacy.isLocalOnly(relative) || privacy.isLocalOnly(file);
    }
  }
  const diff = await parts.git.diff(guard.root, which, shown);
  const left = changed.files.length - mostFiles;
  const notes = [
    names("New files that git does not know yet", changed.untracked),
    names("Changed too, but not shown because they may hold secrets", secret),
    left > 0 ? `${left} more changed files are left out.` : "",
  ];
  return { text: [trimmedByFile(diff), ...notes].filter(Boolean).join("\n\n"), localOnly };
}

function names(what: string, files: readonly string[]): string {
  if (files.length === 0) return "";
  const shown = files.slice(0, mostFiles).map((file) => inertLine(file));
  const left = files.length - shown.length;
  return `${what}:\n${shown.join("\n")}${left > 0 ? `\n(${left} more are left out)` : ""}`;
}

/** Every file keeps a part, so that one large file does not push out all others. */
function trimmedByFile(diff: string): string {
  if (diff.length <= mostOfDiff) return diff.trimEnd();
  const files = diff.split(/^(?=diff --git )/m);
  const each = Math.max(leastOfFile, Math.floor(mostOfDiff / files.length));
  return headAndTail(files.map((file) => headAndTail(file, each)).join("\n"), mostOfDiff).trimEnd();
}
