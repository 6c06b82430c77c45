import { dirname } from "node:path";
import type { CancellationToken, LogOutputChannel } from "vscode";
import { CloseAction, ErrorAction, LanguageClient, TransportKind } from "vscode-languageclient/node";
import type {
  BudgetsView,
  ConfigureView,
  EditorDiagnosticsParams,
  EditorDiagnosticsResult,
  PullProgressParams,
  SaveDocumentParams,
  SaveDocumentResult,
  SentParams,
  TaskEventParams,
  UnsavedDocumentParams,
  UnsavedDocumentResult,
} from "../../server/protocol/requests.ts";
import {
  editorDiagnosticsMethod,
  pullProgressMethod,
  saveDocumentMethod,
  spendChangedMethod,
  taskEventMethod,
  unsavedDocumentMethod,
} from "../../server/protocol/sent-methods.ts";
import type { Connection } from "./server-life.ts";

export interface ClientOptions {
  /** Path of the server's module. */
  readonly module: string;
  readonly log: LogOutputChannel;
  readonly ripgrep: string | undefined;
  configuration(): Promise<SentParams<"stepladder/configure">>;
  diagnostics(params: EditorDiagnosticsParams): Promise<EditorDiagnosticsResult>;
  unsaved(params: UnsavedDocumentParams): UnsavedDocumentResult;
  save(params: SaveDocumentParams): Promise<SaveDocumentResult>;
  taskEvent(params: TaskEventParams): void;
  spendChanged(params: BudgetsView): void;
  pullProgress(params: PullProgressParams): void;
}

/**
 * Starts one process of the server and connects to it. `ended` is called when it then ends without being asked to; ending before
 * that rejects. Whether it is started again is decided elsewhere, so the package's own restarts are off.
 */
export async function startLanguageClient(options: ClientOptions, ended: () => void): Promise<Connection> {
  const first = await options.configuration();
  const closed = Promise.withResolvers<never>();
  let isClosed = (): void => closed.reject(new Error("The process ended while it was starting."));
  closed.promise.catch(() => {
    // Heard by the race below, and by nobody once it is won.
  });
  const client = new LanguageClient(
    "stepladder",
    "Stepladder",
    {
      module: options.module,
      transport: TransportKind.ipc,
      // Not the workspace: some systems look for programs in the current folder first.
      options: { cwd: dirname(options.module) },
    },
    {
      documentSelector: [{ scheme: "file" }, { scheme: "untitled" }],
      initializationOptions: { ...first, ...(options.ripgrep !== undefined && { ripgrep: options.ripgrep }) },
      outputChannel: options.log,
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          isClosed();
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
    },
  );
  listen(client, options);
  await Promise.race([client.start(), closed.promise]);
  isClosed = ended;
  return {
    // An absent token must not become a second parameter on the wire.
    request: (method, params, token?: CancellationToken) =>
      token === undefined ? client.sendRequest(method, params) : client.sendRequest(method, params, token),
    configure: async (): Promise<ConfigureView> =>
      client.sendRequest("stepladder/configure", await options.configuration()),
    async stop() {
      isClosed = () => {};
      await client.dispose(stopMs);
    },
  };
}

/** The server gives its tasks this long to take their changes back, and a little more to leave. */
const stopMs = 6_000;

function listen(client: LanguageClient, options: ClientOptions): void {
  client.onNotification(taskEventMethod, options.taskEvent);
  client.onNotification(spendChangedMethod, options.spendChanged);
  client.onNotification(pullProgressMethod, options.pullProgress);
  client.onRequest<EditorDiagnosticsResult, unknown>(editorDiagnosticsMethod, options.diagnostics);
  client.onRequest(unsavedDocumentMethod, options.unsaved);
  client.onRequest(saveDocumentMethod, options.save);
  // Boxes are opened by the extension only; what is wrong with the configuration comes as the answer to `configure`.
  client.onNotification("window/showMessage", ({ message }: { readonly message: string }) => options.log.warn(message));
}
