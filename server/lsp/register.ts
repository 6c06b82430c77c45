import type { CancellationToken, Connection } from "vscode-languageserver/node";
import { z } from "zod";
import { type FailureData, type Method, type Params, requestParams } from "../protocol/requests.ts";
import { type Failure, failure } from "./failure.ts";
import type { HandledMethod, Handler, Handlers } from "./handler.ts";
import * as inline from "./inline-handlers.ts";
import * as ledger from "./ledger-handlers.ts";
import * as models from "./models-handlers.ts";
import * as routes from "./routes-handlers.ts";
import type { Sessions } from "./sessions.ts";
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
  "stepladder/routes": routes.routes,
  "stepladder/routes/forget": routes.forget,
  "stepladder/models": models.models,
  "stepladder/models/list": models.listModels,
  "stepladder/models/test": models.testModel,
  "stepladder/models/pull": models.pullModel,
  "stepladder/doctor": models.doctor,
  "stepladder/receipt": ledger.receipt,
  "stepladder/tasks": ledger.tasks,
  "stepladder/spend": ledger.spend,
};

/** What a folder that is not trusted may still see: the user's own past and machine, and nothing of a workspace. */
const withoutTrust: ReadonlySet<Method> = new Set<Method>([
  "stepladder/tasks",
  "stepladder/spend",
  "stepladder/dashboard",
  "stepladder/budgets",
  "stepladder/export",
  "stepladder/receipt",
  "stepladder/routes",
  "stepladder/routes/forget",
  "stepladder/models",
  "stepladder/configure",
  "stepladder/reconcile",
]);

/** What begins new work, and so needs a configuration without a mistake. */
const beginsWork: ReadonlySet<Method> = new Set<Method>([
  "stepladder/task/start",
  "stepladder/quote",
  "stepladder/inline/start",
  "stepladder/inline/quote",
  "stepladder/commit-message",
  "stepladder/models/test",
]);

/** Every request is checked, then handled by the session as it is now. */
export function registerHandlers(connection: Connection, sessions: Sessions): void {
  for (const method of Object.keys(handlers) as HandledMethod[]) register(connection, method, sessions);
  answer(connection, "stepladder/configure", (params) => sessions.configure(params));
}

function register<M extends HandledMethod>(connection: Connection, method: M, sessions: Sessions): void {
  const handler: Handler<M> = handlers[method];
  answer(connection, method, (params, signal) => {
    const session = sessions.current();
    if ("code" in session) return session;
    if (!session.trusted && !withoutTrust.has(method)) return untrusted();
    if (session.notConfigured !== undefined && beginsWork.has(method)) return session.notConfigured;
    return handler(params, session, signal);
  });
}

function answer<M extends Method>(
  connection: Connection,
  method: M,
  serve: (params: Params<M>, signal: AbortSignal) => unknown,
): void {
  connection.onRequest<unknown, FailureData>(method, async (...given: readonly unknown[]) => {
    // A request without parameters comes with the token alone.
    const raw = given.length > 1 ? given[0] : undefined;
    const token = given.at(-1) as CancellationToken;
    const cancelled = new AbortController();
    const listening = token.onCancellationRequested(() => cancelled.abort());
    try {
      const params = requestParams[method].safeParse(raw);
      if (!params.success) return failure("invalid-params", z.prettifyError(withoutNames(params.error)));
      return await serve(params.data as Params<M>, cancelled.signal);
    } catch (error) {
      connection.console.error(`${method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return failure("failed", error instanceof Error ? error.message : String(error));
    } finally {
      listening.dispose();
    }
  });
}

function untrusted(): Failure {
  return failure(
    "untrusted",
    "This folder is not trusted, so nothing in it is read or run. Trust it in the editor first.",
  );
}

/** Someone who took a key's name for the key itself must not read it in a log. */
function withoutNames({ issues }: z.ZodError): Pick<z.ZodError, "issues"> {
  return { issues: issues.map((issue) => (issue.path[0] === "keys" ? { ...issue, path: ["keys"] } : issue)) };
}
