import type { WorkspaceFoldersChangeEvent } from "vscode-languageserver/node";
import type { Body } from "../body.ts";
import type { Approvals } from "./approvals.ts";
import type { RunningTasks } from "./running-tasks.ts";

/** One client's connection after `initialize`: what all handlers work with. */
export interface Session {
  readonly body: Body;
  /** Canonical roots of the client's workspace folders. */
  readonly workspaces: Workspaces;
  readonly trusted: boolean;
  readonly tasks: RunningTasks;
  readonly approvals: Approvals;
}

export interface Workspaces {
  /** The folder that was asked for, or the only one. Undefined when it is none of the client's, or not clear which. */
  find(asked: string | undefined): string | undefined;
  change(event: WorkspaceFoldersChangeEvent): void;
}
