import {
  Disposable,
  EventEmitter,
  type ExtensionContext,
  env,
  type LogOutputChannel,
  l10n,
  Uri,
  workspace,
} from "vscode";
import type {
  BudgetsView,
  EditorDiagnosticsParams,
  EditorDiagnosticsResult,
  PullProgressParams,
  TaskEventParams,
} from "../../server/protocol/requests.ts";
import { createKeys, type Keys } from "./keys.ts";
import { canRunServer } from "./node-version.ts";
import { isUnsaved, saveDocument } from "./open-documents.ts";
import { createRestarts } from "./restarts.ts";
import { ripgrepBelow } from "./ripgrep-path.ts";
import type { Server, ServerState } from "./server.ts";
import { type Connection, ServerLife, type ServerTexts } from "./server-life.ts";
import { section, userSettings } from "./user-settings.ts";

export interface ServerParts {
  readonly server: Server;
  readonly keys: Keys;
  /** A running server ended by itself; `again` when it is started anew. */
  readonly onDidCrash: EventEmitter<{ readonly again: boolean }>["event"];
  stop(): Promise<void>;
}

type Diagnostics = (params: EditorDiagnosticsParams) => Promise<EditorDiagnosticsResult>;

const nobodyAnswers: Diagnostics = async () => ({ kind: "unknown", because: "No inline edit is shown." });

/** The server as the editor runs it. Nothing is started or loaded before the first request. */
export function createServer(context: ExtensionContext, log: LogOutputChannel): ServerParts {
  const states = new EventEmitter<ServerState>();
  const taskEvents = new EventEmitter<TaskEventParams>();
  const spend = new EventEmitter<BudgetsView>();
  const pulls = new EventEmitter<PullProgressParams>();
  const crashes = new EventEmitter<{ readonly again: boolean }>();
  let diagnostics = nobodyAnswers;

  const life = new ServerLife({
    connect,
    changed: (state) => states.fire(state),
    crashed: (again) => crashes.fire({ again }),
    now: () => Date.now(),
    restarts: createRestarts(),
    texts: texts(),
  });
  const configure = () => life.configure();
  const keys = createKeys(context.secrets, configure);

  async function connect(ended: () => void): Promise<Connection> {
    const { node } = process.versions;
    if (!canRunServer(node)) throw new Error(oldNode(node));
    const { startLanguageClient } = await import("./language-client.ts");
    return await startLanguageClient(
      {
        module: Uri.joinPath(context.extensionUri, "dist", "server.mjs").fsPath,
        log,
        ripgrep: ripgrepBelow(env.appRoot),
        configuration: async () => ({
          trusted: workspace.isTrusted,
          settings: userSettings(),
          keys: await keys.all(),
        }),
        diagnostics: (params) => diagnostics(params),
        unsaved: isUnsaved,
        save: saveDocument,
        taskEvent: (params) => taskEvents.fire(params),
        spendChanged: (params) => spend.fire(params),
        pullProgress: (params) => pulls.fire(params),
      },
      ended,
    );
  }

  context.subscriptions.push(
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(section)) void configure();
    }),
    workspace.onDidGrantWorkspaceTrust(() => void configure()),
  );

  const server: Server = {
    get state() {
      return life.state;
    },
    onDidChangeState: states.event,
    request: (method, params, token) => life.request(method, params, token),
    onTaskEvent: taskEvents.event,
    onDidChangeSpend: spend.event,
    onPullProgress: pulls.event,
    answerDiagnostics(answer) {
      diagnostics = answer;
      return new Disposable(() => {
        if (diagnostics === answer) diagnostics = nobodyAnswers;
      });
    },
    restart: () => life.restart(),
    showLog: () => log.show(true),
  };
  return { server, keys, onDidCrash: crashes.event, stop: () => life.stop() };
}

function texts(): ServerTexts {
  return {
    lost: l10n.t("The Stepladder server ended before it answered. Try again."),
    endsAgain: l10n.t(
      "The Stepladder server ended several times in a row, so it is not started again. Look at its log, then run “Stepladder: Restart Server”.",
    ),
    notStarted: (because) =>
      l10n.t("The Stepladder server can't start: {0} Then run “Stepladder: Restart Server”.", because),
  };
}

function oldNode(version: string): string {
  return l10n.t(
    "it needs Node 24.15 or newer, and this editor brings Node {0}. Update the editor (or, in a remote window, its server).",
    version,
  );
}
