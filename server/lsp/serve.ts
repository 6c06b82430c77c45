import {
  type Connection,
  type InitializeParams,
  type InitializeResult,
  MessageType,
  ShowMessageNotification,
  TextDocumentSyncKind,
} from "vscode-languageserver/node";
import type { Compose, Composed } from "../body.ts";
import { version } from "../cli/version.ts";
import {
  initializationOptions,
  type PullProgressParams,
  pullProgressMethod,
  type SpendChangedParams,
  spendChangedMethod,
  type TaskEventParams,
  taskEventMethod,
} from "../protocol/requests.ts";
import { createApprovals } from "./approvals.ts";
import { openDocuments } from "./documents.ts";
import { editorProgress, noProgress } from "./progress.ts";
import { registerHandlers } from "./register.ts";
import { createRunningTasks, type RunningTasks } from "./running-tasks.ts";
import type { Session, Workspaces } from "./session.ts";
import { createSessions, problemLines, type Sessions, type StartedWith } from "./sessions.ts";
import { watchSpend } from "./spend-watch.ts";
import { clientFolders } from "./workspaces.ts";

/** Tasks get this long to take their changes back when the editor shuts down; what is cut off is healed at the next start. */
const shutdownMs = 5_000;

/** Answers one client until it leaves. */
export function serve(connection: Connection, compose: Compose, env: NodeJS.ProcessEnv): void {
  const sessions = createSessions(compose, env, openDocuments(connection));
  registerHandlers(connection, sessions);
  let stopWatching = () => {};

  connection.onInitialize(async (params) => {
    const workspaces = clientFolders(params);
    const approvals = createApprovals();
    const tellPull = (progress: PullProgressParams) => void connection.sendNotification(pullProgressMethod, progress);
    const tasks = tasksOf(connection, params, approvals);
    const composed = await sessions.start({ workspaces, approvals, tasks, tellPull }, startedWith(connection, params));
    // A connection keeps one listener for this, so all that waits for it stands here.
    connection.onInitialized(() => {
      tellNotices(connection, composed);
      stopWatching = tellSpend(connection, sessions, workspaces);
      if (params.capabilities.workspace?.workspaceFolders !== true) return;
      connection.workspace.onDidChangeWorkspaceFolders((event) => workspaces.change(event));
    });
    return capabilities;
  });
  connection.onShutdown(async () => {
    stopWatching();
    const session = sessions.end();
    if (session !== undefined) await end(session);
  });
  connection.listen();
}

function tellSpend(connection: Connection, sessions: Sessions, { roots }: Workspaces): () => void {
  const books = () => {
    const session = sessions.current();
    return "code" in session ? undefined : session.body.books;
  };
  const tell = (budgets: SpendChangedParams) => void connection.sendNotification(spendChangedMethod, budgets);
  return watchSpend({ books, workspaces: roots, tell }).stop;
}

/** Options that can't be read grant nothing. */
function startedWith(connection: Connection, params: InitializeParams): StartedWith {
  const options = initializationOptions.safeParse(params.initializationOptions ?? {});
  if (options.success) return { ...options.data, ripgrep: options.data.ripgrep };
  const places = new Set(options.error.issues.map(({ path }) => String(path[0] ?? "the whole")));
  connection.console.error(
    `The client's initializationOptions can't be read, so no folder is trusted: ${[...places].join(", ")}.`,
  );
  return { trusted: false, settings: {}, keys: {}, ripgrep: undefined };
}

const capabilities: InitializeResult = {
  serverInfo: { name: "stepladder", version },
  capabilities: {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  },
};

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

function tellNotices(connection: Connection, composed: Composed): void {
  if (composed.kind === "ready") for (const notice of composed.notices) connection.console.info(notice);
  else for (const line of problemLines(composed)) showError(connection, line);
}

/** Not `window.showErrorMessage`, which asks for a button to be chosen: nothing is asked here. */
function showError(connection: Connection, message: string): void {
  void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Error, message });
  connection.console.error(message);
}

async function end({ tasks, body }: Session): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, shutdownMs).unref());
  await Promise.race([tasks.cancelAll(), late]);
  body.agent.close();
}
