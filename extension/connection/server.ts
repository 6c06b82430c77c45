import type { CancellationToken, Disposable, Event } from "vscode";
import type {
  BudgetsView,
  ConfigureView,
  EditorDiagnosticsParams,
  EditorDiagnosticsResult,
  Method,
  PullProgressParams,
  Results,
  SentParams,
  TaskEventParams,
} from "../../server/protocol/requests.ts";

export type ServerState =
  /** Nothing has asked for it yet. */
  | { readonly kind: "not-started" }
  | { readonly kind: "starting" }
  | { readonly kind: "running"; readonly configuration: ConfigureView }
  /** It can't start, or ended too often; `message` names the next step. */
  | { readonly kind: "failed"; readonly message: string };

/** The agent's process, as all of the extension sees it. The first request starts it. */
export interface Server {
  readonly state: ServerState;
  readonly onDidChangeState: Event<ServerState>;
  /** Rejects with a `ServerFailure` whose message can be shown as it is. Cancelling the token cancels the request. */
  request<M extends Method>(method: M, params: SentParams<M>, token?: CancellationToken): Promise<Results[M]>;
  readonly onTaskEvent: Event<TaskEventParams>;
  readonly onDidChangeSpend: Event<BudgetsView>;
  readonly onPullProgress: Event<PullProgressParams>;
  /** The one that answers what the editor reports of a document during an inline edit. */
  answerDiagnostics(answer: (params: EditorDiagnosticsParams) => Promise<EditorDiagnosticsResult>): Disposable;
  restart(): Promise<void>;
  showLog(): void;
}
