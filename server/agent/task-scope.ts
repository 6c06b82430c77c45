import { createHash } from "node:crypto";
import picomatch from "picomatch";
import type { ApprovalView, TaskEvent } from "../protocol/events.ts";
import type { CommandPolicy } from "../safety/command-policy.ts";
import type { PathGuard } from "../safety/path-guard.ts";
import type { TaskCheckpoint } from "../workspace/ports.ts";
import type { Person, TaskRequest } from "./agent.ts";
import type { MeteredChat } from "./metered-chat.ts";
import { newId } from "./new-id.ts";
import type { Checkers, Parts } from "./parts.ts";
import type { Steering } from "./steering.ts";

/** What all subtasks of one running task share. */
export interface TaskScope {
  readonly parts: Parts;
  readonly task: string;
  readonly request: TaskRequest;
  readonly person: Person;
  readonly emit: (event: TaskEvent) => void;
  readonly chat: MeteredChat;
  readonly guard: PathGuard;
  readonly policy: CommandPolicy;
  readonly checkpoint: TaskCheckpoint;
  readonly privacy: Privacy;
  /** The repository's own instructions; empty when the folder is not trusted. */
  readonly instructions: string;
  readonly steering: Steering;
  checkers: Checkers;
  /** What the last attempt would have changed and is not in the files: what another try has to do better. */
  rejected: string;
  /** Budget warnings that were shown; each is shown once. */
  readonly warned: Set<string>;
}

/** Asks the person at the door. The approval is bound to a hash of exactly what was shown and is used once. */
export async function approve(
  scope: TaskScope,
  subject: ApprovalView["subject"],
  signal: AbortSignal,
): Promise<boolean> {
  const approval = newId("approval");
  const hash = createHash("sha256")
    .update(JSON.stringify([scope.task, approval, subject]))
    .digest("hex");
  const view: ApprovalView = { approval, hash, subject };
  scope.emit({ type: "approval-request", approval: view });
  const answer = signal.aborted ? "deny" : await scope.person.approve(view, signal).catch(() => "deny" as const);
  const allowed = answer === "allow" && !signal.aborted;
  scope.emit({ type: "approval-answer", approval, allowed });
  return allowed;
}

export function rungOf(model: string, scope: TaskScope): string {
  return scope.parts.configuration.rungs.find((rung) => rung.models.includes(model))?.name ?? "other";
}

/** Keeps what is local-only on this machine: once such a file was read, the whole task goes on with local models only. */
export interface Privacy {
  readonly any: boolean;
  isLocalOnly(relative: string): boolean;
  /** Set when the contents of a local-only file entered the conversation. */
  touched: boolean;
}

export function createPrivacy(globs: readonly string[]): Privacy {
  const matches = globs.length > 0 ? picomatch([...globs], { dot: true, nocase: true }) : () => false;
  return { any: globs.length > 0, isLocalOnly: (relative) => matches(relative), touched: false };
}
