import type { Configuration } from "../configuration/configuration.ts";
import type { Chat } from "../models/chat.ts";
import type { ServedModel } from "../models/endpoint.ts";
import type { Kind } from "../protocol/events.ts";
import type { Router } from "../routing/route.ts";
import type { CommandPolicy } from "../safety/command-policy.ts";
import type { PathGuard } from "../safety/path-guard.ts";
import type { Price } from "../spend/price.ts";
import type { Spend } from "../spend/spend.ts";
import type { Agreements, Checker, Verification } from "../verification/ports.ts";
import type { Reported } from "../verification/verify-replacement.ts";
import type { GitChanges } from "../workspace/git-changes.ts";
import type { Checkpoints, ListFiles, ReadOutcome, RunCommand, Search } from "../workspace/ports.ts";
import type { EndpointHealth } from "./endpoint-health.ts";
import type { TaskMemory } from "./task-memory.ts";

/** Everything that the agent stands on, made by `compose`. */
export interface Parts {
  readonly configuration: Configuration;
  readonly spend: Spend;
  /** Tasks of any process that run in this workspace now, newest first. */
  readonly runningTasks: (workspace: string) => readonly { readonly task: string; readonly kind: Kind }[];
  /** Unmetered; only `metered-chat` may call it. */
  readonly chat: Chat;
  readonly priceOf: (served: ServedModel) => Price;
  readonly endpoints: EndpointHealth;
  readonly router: Router;
  readonly verification: Verification;
  readonly agreements: Agreements;
  readonly checkpoints: Checkpoints;
  readonly guard: (root: string) => PathGuard;
  /** `allow` adds command lines for one task. */
  readonly commandPolicy: (root: string, allow: readonly string[]) => CommandPolicy;
  readonly readFile: (absolute: string) => Promise<ReadOutcome>;
  readonly search: Search;
  readonly listFiles: ListFiles;
  readonly runCommand: RunCommand;
  readonly documents: OpenDocuments;
  readonly git: GitChanges;
  readonly memory: TaskMemory;
  /** Makes text from files, commands and models harmless for prompts, and takes keys out of it. */
  readonly clean: (text: string) => string;
  readonly platformName: string;
  readonly clock: () => number;
}

/** The documents that are open in an editor, saved or not. Terminals have none. */
export interface OpenDocuments {
  /** Undefined when the file at this absolute path is not open, or holds what the editor shows. Never rejects. */
  unsavedText(absolute: string): Promise<string | undefined>;
  /** Saves the open document of this path. False when it could not be saved; never rejects. */
  save?(absolute: string): Promise<boolean>;
  /** What the editor reports for a document once it has settled. Never rejects, and ends in bounded time. */
  reports?(document: ShownAttempt, signal: AbortSignal): Promise<Reported>;
}

/** The document that shows an attempt's replacement. */
export interface ShownAttempt {
  readonly task: string;
  readonly attempt: string;
  readonly uri: string;
}

/** Checkers that may run, and those that would need an agreement first. */
export interface Checkers {
  readonly agreed: readonly Checker[];
  readonly notAgreed: readonly Checker[];
}
