import { approve } from "../task-scope.ts";
import { refused, type ToolEnd, type ToolScope } from "./tool.ts";

export type Permission =
  | { readonly kind: "go"; readonly absolute: string; readonly relative: string }
  | { readonly kind: "stop"; readonly end: ToolEnd };

/** Whether a model may see what a path holds: inside the workspace, no secret, and nothing local-only for a remote model. */
export async function decideRead(path: string, scope: ToolScope): Promise<Permission> {
  const { task, signal } = scope;
  const guarded = await task.guard.check(path, "read");
  const { decision, absolute, relative } = guarded;
  if (decision.kind === "refuse") return stop(`${path} can't be read: ${decision.because}`);
  if (task.privacy.isLocalOnly(relative)) {
    if (!scope.staysLocal) {
      return stop(
        `${relative} is local-only, and this work is not done on the user's machine alone. Go on without it.`,
      );
    }
    task.privacy.touched = true;
  }
  if (decision.kind === "ask") {
    const allowed = await approve(task, { kind: "read", path: absolute, because: decision.because }, signal);
    if (!allowed) return stop(`${path} was not read: ${decision.because} The user did not agree. Go on without it.`);
  }
  return { kind: "go", absolute, relative };
}

/** Whether a model may change a path. `diff` is what the user sees before agreeing. */
export async function decideWrite(path: string, scope: ToolScope, diffOf: () => string): Promise<Permission> {
  const { task, signal } = scope;
  const { decision, absolute, relative } = await task.guard.check(path, "write");
  if (decision.kind === "refuse") return stop(`${path} can't be written: ${decision.because}`);
  if (decision.kind === "ask") {
    const subject = { kind: "write", path: absolute, diff: diffOf(), because: decision.because } as const;
    if (!(await approve(task, subject, signal))) {
      return stop(`${path} was not changed: ${decision.because} The user did not agree. Go on without it.`);
    }
  }
  return { kind: "go", absolute, relative };
}

function stop(text: string): Permission {
  return { kind: "stop", end: refused(text) };
}
