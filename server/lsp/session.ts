import type { WorkspaceFoldersChangeEvent } from "vscode-languageserver/node";
import type { Body } from "../body.ts";
import type { PullProgressParams } from "../protocol/requests.ts";
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
  /** Looks again at the file and at what this machine has, under the same settings and keys; resolves with the session from then on. */
  refresh(): Promise<Session>;
  tellPull(progress: PullProgressParams): void;
}

export interface Workspaces {
  /** The folder that was asked for, or the only one. Undefined when it is none of the client's, or not clear which. */
  find(asked: string | undefined): string | undefined;
  /** All of them. */
  roots(): readonly string[];
  change(event: WorkspaceFoldersChangeEvent): void;
}
