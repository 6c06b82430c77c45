import { commands, Disposable, l10n, ThemeIcon, type WebviewPanel, workspace } from "vscode";
import type { FromPage, ToPage } from "../../media/spend-dashboard/messages.ts";
import type { Parts } from "../parts.ts";
import { saveExport } from "../spend/export-ledger.ts";
import { type Channel, openChannel } from "../webview/channel.ts";
import { showPage } from "../webview/show-page.ts";
import { checkMessage } from "./check-message.ts";
import { createDashboardDesk, type DashboardEditor } from "./dashboard-desk.ts";

/** Shows the page in a panel and answers it. */
export function fillDashboard(panel: WebviewPanel, parts: Parts): Disposable {
  const { context, server, notify } = parts;
  panel.iconPath = new ThemeIcon("graph");
  showPage(panel.webview, context.extensionUri, "spend-dashboard", l10n.t("Spend"));
  const tellFolders = () => channel.send({ type: "folders", folders: folders() });
  const desk = createDashboardDesk({
    request: server.request.bind(server),
    now: () => new Date(),
    send: (message) => channel.send(message),
    tellFolders,
    editor: editorOf(parts),
  });
  const channel: Channel<ToPage> = openChannel<ToPage, FromPage>(panel.webview, checkMessage, desk, (error) =>
    notify.failure(error),
  );
  return Disposable.from(
    channel,
    server.onDidChangeSpend((budgets) => channel.send({ type: "budgets", budgets })),
    workspace.onDidChangeWorkspaceFolders(tellFolders),
  );
}

function editorOf({ server, notify, panel }: Parts): DashboardEditor {
  return {
    save: (format, { period, folder }) => saveExport({ server, notify }, { format, period, folder }),
    setBudget: async () => void (await commands.executeCommand("stepladder.setBudget")),
    forgetRoutes: async () => void (await commands.executeCommand("stepladder.forgetRoutes")),
    newTask: async () => void (await commands.executeCommand("stepladder.newTask")),
    showTask: (task) => panel.showTask(task),
    sentence: (error) => (error instanceof Error ? error.message : String(error)),
  };
}

function folders() {
  const all = workspace.workspaceFolders ?? [];
  return all.filter(({ uri }) => uri.scheme === "file").map(({ name, uri }) => ({ name, root: uri.fsPath }));
}
