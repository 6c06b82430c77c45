import { l10n, RelativePattern, TabInputText, type Uri, window, workspace } from "vscode";
import type { Mention } from "../../media/task-panel/messages.ts";
import { pathIn } from "../commands/folder.ts";
import { placeName, wholeLines } from "../commands/place.ts";
import { chooseMentions } from "./choose-mentions.ts";
import { countProblems } from "./collect-context.ts";

const mostFiles = 20_000;
/** How long a list of files is good for: typing asks for it with every key. */
const listMs = 10_000;
const neverMentioned = "**/{node_modules,.git,.hg,.svn,.venv,__pycache__,bower_components}/**";

interface FileList {
  readonly folder: string;
  readonly at: number;
  readonly files: Promise<readonly string[]>;
}
let lastList: FileList | undefined;

/** The rows for what was typed behind `@` in the prompt box. */
export async function findMentions(query: string, folder: Uri): Promise<readonly Mention[]> {
  const words = {
    ...{ problems: l10n.t("Problems"), changes: l10n.t("Changes"), changesDetail: l10n.t("what git calls changed") },
    selection: l10n.t("Selection"),
  };
  const there = {
    files: await filesOf(folder),
    open: openFiles(folder),
    problems: countProblems(folder),
    selection: selected(folder),
  };
  return chooseMentions(query, there, words);
}

function filesOf(folder: Uri): Promise<readonly string[]> {
  const now = Date.now();
  if (lastList?.folder === folder.toString() && now - lastList.at < listMs) return lastList.files;
  lastList = { folder: folder.toString(), at: now, files: listFiles(folder) };
  return lastList.files;
}

async function listFiles(folder: Uri): Promise<readonly string[]> {
  const excluded = Object.entries(
    workspace.getConfiguration("search", folder).get<Record<string, unknown>>("exclude") ?? {},
  )
    .filter(([, on]) => on === true)
    .map(([glob]) => glob);
  const found = await workspace.findFiles(
    new RelativePattern(folder, "**/*"),
    `{${[neverMentioned, ...excluded].join(",")}}`,
    mostFiles,
  );
  return found.map((uri) => pathIn(folder, uri)).toSorted();
}

function openFiles(folder: Uri): readonly string[] {
  const active = window.activeTextEditor?.document.uri;
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.input));
  const uris = [active, ...tabs.map((input) => (input instanceof TabInputText ? input.uri : undefined))];
  const inside = uris.filter(
    (uri) => uri?.scheme === "file" && workspace.getWorkspaceFolder(uri)?.uri.toString() === folder.toString(),
  );
  return [...new Set(inside.map((uri) => pathIn(folder, uri as Uri)))];
}

function selected(folder: Uri): string | undefined {
  const editor = window.activeTextEditor;
  if (editor === undefined || editor.selection.isEmpty) return undefined;
  return placeName(pathIn(folder, editor.document.uri), wholeLines(editor.selection));
}
