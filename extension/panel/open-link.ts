import { commands, env, l10n, Range, Uri, window, workspace } from "vscode";
import { linkTarget } from "../../media/shared/link-target.ts";
import type { Notify } from "../notify.ts";

/** Opens what a model's text links to: a web page by the editor's own rules, or a file of an open folder. Nothing else. */
export async function openLink(href: string, root: string | undefined, notify: Notify): Promise<void> {
  const target = linkTarget(href);
  if (target === undefined) return;
  if (target.kind === "web") {
    await env.openExternal(Uri.parse(target.address, true));
    return;
  }
  const folder = root === undefined ? workspace.workspaceFolders?.[0]?.uri : Uri.file(root);
  const absolute = /^(?:[/\\]|[a-z]:)/i.test(target.path);
  if (folder === undefined) return;
  const uri = absolute ? Uri.file(target.path) : Uri.joinPath(folder, target.path);
  if (workspace.getWorkspaceFolder(uri) === undefined) {
    void notify.info(l10n.t("{0} is outside of the open folders.", target.path));
    return;
  }
  const line = Math.max(0, (target.line ?? 1) - 1);
  const options = target.line === undefined ? {} : { selection: new Range(line, 0, line, 0) };
  // `vscode.open` shows pictures and the like too.
  await commands.executeCommand("vscode.open", uri, { preview: true, ...options });
}

export async function openKeptFile(path: string): Promise<void> {
  await window.showTextDocument(Uri.file(path), { preview: true });
}
