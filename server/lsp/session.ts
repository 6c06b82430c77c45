import type { WorkspaceFoldersChangeEvent } from "vscode-languageserver/node";
import type { Body } from "../body.ts";
import type { Approvals } from "./approvals.ts";
import type { Failure } from "./failure.ts";
import type { RunningTasks } from "./running-tasks.ts";

/** One client's connection under one configuration: what a handler works with from its request to its answer. */
export interface Session {
  readonly body: Body;
  /** Canonical roots of the client's workspace folders. */
  readonly workspaces: Workspaces;
  readonly trusted: boolean;
  /** Why no task starts; undefined when nothing is wrong with the configuration. */
  readonly notConfigured: Failure | undefined;
  readonly tasks: RunningTasks;
  readonly approvals: Approvals;
}

export interface Workspaces {
  /** The folder that was asked for, or the only one. Undefined when it is none of the client's, or not clear which. */
  find(asked: string | undefined): string | undefined;
  change(event: WorkspaceFoldersChangeEvent): void;
}
