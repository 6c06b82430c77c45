import { commands, Disposable, env, l10n, type Uri, type WebviewView, window, workspace } from "vscode";
import type { FromPage, Status, ToPage } from "../../media/task-panel/messages.ts";
import type { UndoView } from "../../server/protocol/requests.ts";
import type { Parts } from "../parts.ts";
import { type Channel, openChannel } from "../webview/channel.ts";
import { showPage } from "../webview/show-page.ts";
import { checkMessage } from "./check-message.ts";
import { collectContext, offeredSelection } from "./collect-context.ts";
import { findMentions } from "./find-mentions.ts";
import { openKeptFile, openLink } from "./open-link.ts";
import { PanelDesk } from "./panel-desk.ts";
import { serverStatus } from "./read-status.ts";
import { runAction } from "./run-action.ts";
import { viewId } from "./view-id.ts";
import { waitsForUser } from "./waits-for-user.ts";

/** Events of a task go to the page this often, in bundles. */
const bundleMs = 30;
const selectionMs = 150;

export type PanelParts = Pick<Parts, "context" | "server" | "tasks" | "notify">;

/** One page in the side bar. Nothing is asked of the server before the view is seen in a trusted folder. */
export class PanelView implements Disposable {
  readonly #parts: PanelParts;
  readonly #desk: PanelDesk;
  readonly #subscriptions: Disposable;
  #view: WebviewView | undefined;
  #channel: Channel<ToPage> | undefined;
  /** The page listens; what was to be told before waits. */
  #ready = false;
  #waiting: ToPage[] = [];
  #selectionTimer: NodeJS.Timeout | undefined;
  #toldAsks = 0;

  constructor(parts: PanelParts) {
    this.#parts = parts;
    this.#desk = this.#makeDesk();
    const { server, tasks } = parts;
    this.#subscriptions = Disposable.from(
      tasks.onEvent(({ task, event }) => {
        this.#desk.told(task);
        if (/^(?:approval|question|tool-end)/.test(event.type) && this.#asks() !== this.#toldAsks) this.#tellTasks();
      }),
      tasks.onDidChange(({ task }) => {
        this.#desk.told(task);
        this.#tellTasks();
      }),
      server.onDidChangeState(({ kind }) => {
        this.#tellStatus();
        if (kind === "running") this.#findModels();
      }),
      workspace.onDidGrantWorkspaceTrust(() => this.#tellStatus()),
      workspace.onDidChangeWorkspaceFolders(() => this.#tellStatus()),
      window.onDidChangeTextEditorSelection(() => this.#tellSelectionSoon()),
      window.onDidChangeActiveTextEditor(() => this.#tellSelectionSoon()),
    );
  }

  get visible(): boolean {
    return this.#view?.visible ?? false;
  }

  dispose(): void {
    clearTimeout(this.#selectionTimer);
    this.#channel?.dispose();
    this.#subscriptions.dispose();
  }

  resolve(view: WebviewView): void {
    this.#channel?.dispose();
    this.#ready = false;
    this.#view = view;
    showPage(view.webview, this.#parts.context.extensionUri, "task-panel", l10n.t("Tasks"));
    const handle = (message: FromPage) => this.#handle(message);
    this.#channel = openChannel(view.webview, checkMessage, handle, (error) => this.#parts.notify.failure(error));
    view.onDidDispose(() => {
      if (this.#view !== view) return;
      this.#view = undefined;
      this.#ready = false;
    });
    // A hidden page is gone, and is loaded anew when it is seen again.
    view.onDidChangeVisibility(() => {
      this.#ready &&= view.visible;
    });
    this.#tellBadge();
  }

  /** Brings the view to the front, then tells its page, as soon as it listens. */
  async tell(message: ToPage): Promise<void> {
    if (this.#ready && this.visible) this.#channel?.send(message);
    else this.#waiting.push(message);
    await commands.executeCommand(`${viewId}.focus`);
  }

  /** A page that is not there reads the outcome from the ledger when it opens the task. */
  tellUndone(task: string, undo: UndoView): void {
    if (this.#ready) this.#channel?.send({ type: "undone", task, undo });
  }

  async #handle(message: FromPage): Promise<void> {
    if (message.type !== "ready") return await this.#desk.handle(message);
    this.#ready = true;
    this.#tellStatus();
    this.#tellSelection();
    await this.#desk.handle(message);
    for (const waiting of this.#waiting.splice(0)) this.#send(waiting);
  }

  #send(message: ToPage): void {
    if (this.#ready) this.#channel?.send(message);
  }

  #makeDesk(): PanelDesk {
    const { server, tasks, notify } = this.#parts;
    return new PanelDesk({
      request: (method, params, token) => server.request(method, params, token),
      tasks,
      send: (message) => this.#send(message),
      later: (run) => void setTimeout(run, bundleMs),
      editor: {
        run: (action) => runAction(action, server.state),
        mentions: async (query, folder) => {
          const root = folderOf(folder);
          return root === undefined ? [] : await findMentions(query, root);
        },
        collect: (what, folder) => {
          const root = folderOf(folder);
          return root === undefined ? { items: [], message: undefined } : collectContext(what, root);
        },
        review: async (task) => void (await commands.executeCommand("stepladder.reviewTask", task)),
        copy: async (text) => await env.clipboard.writeText(text),
        openLink: (href, root) => openLink(href, root, notify),
        openFile: openKeptFile,
      },
    });
  }

  #tellStatus(): void {
    const folders = (workspace.workspaceFolders ?? []).map(({ name, uri }) => ({ name, root: uri.fsPath }));
    const status: Status = { trusted: workspace.isTrusted, folders, server: serverStatus(this.#parts.server.state) };
    this.#send({ type: "status", status });
  }

  /** Keys or settings may be new. */
  #findModels(): void {
    if (!this.#ready || !workspace.isTrusted) return;
    void this.#desk.handle({ type: "find-models" });
  }

  #tellSelectionSoon(): void {
    if (!this.#ready) return;
    clearTimeout(this.#selectionTimer);
    this.#selectionTimer = setTimeout(() => this.#tellSelection(), selectionMs);
  }

  #tellSelection(): void {
    this.#send({ type: "selection", selection: workspace.isTrusted ? offeredSelection() : undefined });
  }

  #tellTasks(): void {
    if (this.#ready) this.#desk.tellTasks();
    this.#tellBadge();
  }

  /** The view's own sign, seen while another view covers it. */
  #tellBadge(): void {
    const value = this.#asks();
    this.#toldAsks = value;
    if (this.#view === undefined) return;
    this.#view.badge =
      value === 0 ? undefined : { value, tooltip: l10n.t("Tasks that wait for your answer: {0}", value) };
  }

  #asks(): number {
    return this.#parts.tasks.all.filter(({ state, events }) => state === "running" && waitsForUser(events)).length;
  }
}

function folderOf(root: string | undefined): Uri | undefined {
  const folders = workspace.workspaceFolders ?? [];
  return (folders.find(({ uri }) => uri.fsPath === root) ?? folders[0])?.uri;
}
