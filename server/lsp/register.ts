import type { Connection } from "vscode-languageserver/node";
import { z } from "zod";
import { type FailureData, type Method, type Params, requestParams } from "../protocol/requests.ts";
import { configure } from "./configure-handler.ts";
import { type Failure, failure } from "./failure.ts";
import type { Handler, Handlers } from "./handler.ts";
import * as inline from "./inline-handlers.ts";
import * as ledger from "./ledger-handlers.ts";
import * as models from "./models-handlers.ts";
import type { Session } from "./session.ts";
import * as task from "./task-handlers.ts";

const handlers: Handlers = {
  "stepladder/task/start": task.startTask,
  "stepladder/task/cancel": task.cancelTask,
  "stepladder/task/follow": task.followTask,
  "stepladder/quote": task.quote,
  "stepladder/approve": task.approve,
  "stepladder/answer": task.answer,
  "stepladder/undo": task.undo,
  "stepladder/keep": task.keep,
  "stepladder/task/escalate": task.escalateTask,
  "stepladder/task/changes": task.changes,
  "stepladder/task/before": task.before,
  "stepladder/inline/start": inline.startInline,
  "stepladder/inline/quote": inline.quoteInline,
  "stepladder/inline/decide": inline.decideInline,
  "stepladder/commit-message": task.commitMessage,
  "stepladder/dashboard": ledger.dashboard,
  "stepladder/budgets": ledger.budgets,
  "stepladder/export": ledger.exportCalls,
  "stepladder/reconcile": ledger.reconcile,
  "stepladder/models": models.models,
  "stepladder/models/list": models.listModels,
  "stepladder/models/test": models.testModel,
  "stepladder/models/pull": models.pullModel,
  "stepladder/doctor": models.doctor,
  "stepladder/configure": configure,
  "stepladder/receipt": ledger.receipt,
  "stepladder/tasks": ledger.tasks,
  "stepladder/spend": ledger.spend,
};

/** What a folder that is not trusted may still see: the user's own past, from the user's own ledger. */
const withoutTrust: ReadonlySet<Method> = new Set(["stepladder/tasks", "stepladder/spend"]);

/** Every request is checked, then handled; `session` says why there is none yet. */
export function registerHandlers(connection: Connection, session: () => Session | Failure): void {
  for (const method of Object.keys(handlers) as Method[]) register(connection, method, session);
}

function register<M extends Method>(connection: Connection, method: M, session: () => Session | Failure): void {
  const handler: Handler<M> = handlers[method];
  connection.onRequest<unknown, FailureData>(method, async (raw: unknown): Promise<unknown> => {
    try {
      const current = session();
      if ("code" in current) return current;
      if (!current.trusted && !withoutTrust.has(method)) return untrusted();
      const params = requestParams[method].safeParse(raw);
      if (!params.success) return failure("invalid-params", z.prettifyError(params.error));
      return await handler(params.data as Params<M>, current);
    } catch (error) {
      connection.console.error(`${method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return failure("failed", error instanceof Error ? error.message : String(error));
    }
  });
}

function untrusted(): Failure {
  return failure(
    "untrusted",
    "This folder is not trusted, so nothing in it is read or run. Trust it in the editor first.",
  );
}
