import {
  type Connection,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
} from "vscode-languageserver/node";
import type { Body, Compose, Composed } from "../body.ts";
import { version } from "../cli/version.ts";
import { initializationOptions, type TaskEventParams, taskEventMethod } from "../protocol/requests.ts";
import { createApprovals } from "./approvals.ts";
import { openDocuments } from "./documents.ts";
import { type Failure, failure } from "./failure.ts";
import { editorProgress, noProgress } from "./progress.ts";
import { registerHandlers } from "./register.ts";
import { createRunningTasks, type RunningTasks } from "./running-tasks.ts";
import type { Session } from "./session.ts";
import { clientFolders } from "./workspaces.ts";

/** Tasks get this long to take their changes back when the editor shuts down; what is cut off is healed at the next start. */
const shutdownMs = 5_000;

/** Answers one client until it leaves. */
export function serve(connection: Connection, compose: Compose, env: NodeJS.ProcessEnv): void {
  let session: Session | Failure = failure("not-configured", "The client has not sent initialize.");
  const documents = openDocuments(connection);
  registerHandlers(connection, () => session);

  connection.onInitialize(async (params) => {
    const composed = await composeSafely(compose, { env, documents });
    session = composed.kind === "ready" ? startSession(connection, params, composed.body) : whyNot(composed);
    // A connection keeps one listener for this, so all that waits for it stands here.
    connection.onInitialized(() => {
      tellNotices(connection, composed);
      if (params.capabilities.workspace?.workspaceFolders !== true || "code" in session) return;
      const { workspaces } = session;
      connection.workspace.onDidChangeWorkspaceFolders((event) => workspaces.change(event));
    });
    return capabilities;
  });
  connection.onShutdown(async () => {
    if (!("code" in session)) await end(session);
    session = failure("not-configured", "The server is shutting down.");
  });
  connection.listen();
}

const capabilities: InitializeResult = {
  serverInfo: { name: "stepladder", version },
  capabilities: {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  },
};

/** `initialize` is answered in any case; a body that can't be built is the answer to all that comes after. */
async function composeSafely(compose: Compose, options: Parameters<Compose>[0]): Promise<Composed> {
  try {
    return await compose(options);
  } catch (error) {
    return { kind: "unavailable", message: error instanceof Error ? error.message : String(error) };
  }
}

function startSession(connection: Connection, params: InitializeParams, body: Body): Session {
  const workspaces = clientFolders(params);
  const options = initializationOptions.safeParse(params.initializationOptions ?? {});
  const approvals = createApprovals();
  const tasks = tasksOf(connection, params, approvals);
  return { body, workspaces, trusted: options.success && options.data.trusted, approvals, tasks };
}

function tasksOf(
  connection: Connection,
  params: InitializeParams,
  approvals: ReturnType<typeof createApprovals>,
): RunningTasks {
  const progress = params.capabilities.window?.workDoneProgress === true ? editorProgress(connection) : noProgress;
  return createRunningTasks(approvals, {
    started: (task, request, cancel) => progress.begin(task, request.prompt, cancel),
    event(task, index, event, followed) {
      progress.report(task, event);
      const told: TaskEventParams = { task, index, event };
      if (followed) void connection.sendNotification(taskEventMethod, told);
    },
    broke: (task, error) => connection.console.error(`${task} broke off: ${String(error)}`),
  });
}

function whyNot(composed: Exclude<Composed, { kind: "ready" }>): Failure {
  return failure("not-configured", problemLines(composed).join("\n"));
}

function problemLines(composed: Exclude<Composed, { kind: "ready" }>): readonly string[] {
  if (composed.kind === "unavailable") return [composed.message];
  return composed.problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
}

function tellNotices(connection: Connection, composed: Composed): void {
  if (composed.kind === "ready") for (const notice of composed.notices) connection.console.info(notice);
  else for (const line of problemLines(composed)) void showError(connection, line);
}

/** A client that can't show messages still has the log. */
async function showError(connection: Connection, line: string): Promise<void> {
  try {
    await connection.window.showErrorMessage(line);
  } catch {
    connection.console.error(line);
  }
}

async function end({ tasks, body }: Session): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, shutdownMs).unref());
  await Promise.race([tasks.cancelAll(), late]);
  body.agent.close();
}
