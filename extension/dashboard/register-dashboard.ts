import { commands, Disposable, l10n, ViewColumn, type WebviewPanel, window } from "vscode";
import type { Parts } from "../parts.ts";

const viewType = "stepladder.spendDashboard";

/** The spend dashboard: one panel, which comes back after the window was reloaded. Its page is read from disk when it is first shown. */
export function registerDashboard(parts: Parts): Disposable {
  let open: WebviewPanel | undefined;
  const show = (panel: WebviewPanel) => {
    open = panel;
    const filled = fill(panel).catch((error: unknown) => parts.notify.failure(error));
    panel.onDidDispose(async () => {
      if (open === panel) open = undefined;
      (await filled)?.dispose();
    });
  };
  const fill = async (panel: WebviewPanel) => (await import("./dashboard-page.ts")).fillDashboard(panel, parts);
  const reveal = () => {
    if (open !== undefined) return open.reveal();
    const options = { enableScripts: true, retainContextWhenHidden: true };
    show(window.createWebviewPanel(viewType, l10n.t("Spend"), ViewColumn.Active, options));
  };
  const restore = async (panel: WebviewPanel) => {
    if (open === undefined) show(panel);
    else panel.dispose();
  };
  return Disposable.from(
    commands.registerCommand("stepladder.spendDashboard", reveal),
    window.registerWebviewPanelSerializer(viewType, { deserializeWebviewPanel: restore }),
    { dispose: () => open?.dispose() },
  );
}
