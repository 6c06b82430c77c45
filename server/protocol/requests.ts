import type { z } from "zod";
import { type InlineResults, inlineRequests } from "./inline.ts";
import { type ModelResults, modelRequests } from "./models.ts";
import { type RouteResults, routeRequests } from "./routes.ts";
import { type SetupResults, setupRequests } from "./setup.ts";
import { type SpendResults, spendRequests } from "./spend.ts";
import { type TaskResults, taskRequests } from "./tasks.ts";

export * from "./editor.ts";
export type { Done } from "./fields.ts";
export * from "./inline.ts";
export * from "./models.ts";
export * from "./routes.ts";
export * from "./sent-methods.ts";
export * from "./setup.ts";
export * from "./spend.ts";
export * from "./tasks.ts";

/**
 * What an editor asks of the server beside LSP itself. A request's schema here is what it is checked against before its
 * handler sees it. `stepladder/task/start` on the wire is `task/start` in prose and `startTask` in code.
 */
export const requestParams = {
  ...taskRequests,
  ...inlineRequests,
  ...spendRequests,
  ...modelRequests,
  ...routeRequests,
  ...setupRequests,
} as const;

export type Method = keyof typeof requestParams;
/** As a handler gets them, with defaults filled in. */
export type Params<M extends Method> = z.output<(typeof requestParams)[M]>;
/** As a client sends them. */
export type SentParams<M extends Method> = z.input<(typeof requestParams)[M]>;

export interface Results extends TaskResults, InlineResults, SpendResults, ModelResults, RouteResults, SetupResults {}

/** The `data` of every error response to these requests. */
export interface FailureData {
  readonly kind: FailureKind;
}

export type FailureKind =
  | "invalid-params"
  | "untrusted"
  | "no-workspace"
  | "not-configured"
  | "no-such-task"
  | "stale-approval"
  | "stale-question"
  | "refused"
  | "failed";
