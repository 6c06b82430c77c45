import { unifiedDiff } from "../workspace/edits/line-diff.ts";
import { decode } from "../workspace/encoding.ts";
import type { FileState } from "../workspace/ports.ts";
import type { ToolScope } from "./tools/tool.ts";

/** What an attempt changed so far: relative paths, the texts before, and one unified diff over all files. */
export interface AttemptChanges {
  readonly paths: readonly string[];
  /** Files that existed before and are text. */
  readonly before: ReadonlyMap<string, string>;
  readonly diff: string;
}

export async function changedByAttempt(scope: ToolScope): Promise<AttemptChanges> {
  const { checkpoint } = scope.task;
  const before = new Map<string, string>();
  const diffs: string[] = [];
  const changes = checkpoint.changes(scope.attempt);
  for (const change of changes) {
    const [old, now] = await Promise.all([textOf(change.before, scope), textOf(change.after, scope)]);
    if (old !== undefined) before.set(change.path, old);
    diffs.push(
      old === undefined && now === undefined && change.before.kind === "file"
        ? `${change.path}: binary file changed`
        : unifiedDiff(change.path, old ?? "", now ?? ""),
    );
  }
  return { paths: changes.map((change) => change.path), before, diff: diffs.join("\n") };
}

async function textOf(state: FileState, scope: ToolScope): Promise<string | undefined> {
  const bytes = await scope.task.checkpoint.contents(state);
  const decoded = bytes && decode(bytes);
  return decoded?.kind === "text" ? decoded.text : undefined;
}
