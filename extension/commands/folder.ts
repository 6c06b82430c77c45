import { l10n, type Uri, window, workspace } from "vscode";

/** Root of the folder that a command works in: the one that holds this file, else the only one, else the one that the user picks. */
export async function chooseFolder(
  near: Uri | undefined = window.activeTextEditor?.document.uri,
): Promise<Uri | undefined> {
  const holding = near && workspace.getWorkspaceFolder(near);
  const [first, second] = workspace.workspaceFolders ?? [];
  const folder = holding ?? (second === undefined ? first : await pickFolder());
  return folder?.uri;
}

function pickFolder() {
  return window.showWorkspaceFolderPick({ placeHolder: l10n.t("In which folder should Stepladder work?") });
}

/** The path as the agent knows it: below the folder without it, outside in full. */
export function pathIn(folder: Uri, file: Uri): string {
  const [root, path] = [folder.path.replace(/\/$/, ""), file.path];
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : file.fsPath;
}
