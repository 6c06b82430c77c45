import { l10n, ProgressLocation, Uri, window, workspace } from "vscode";
import type { Parts } from "../parts.ts";
import type { TaskEnd } from "../tasks/task-book.ts";
import { folderOf, repositoryOf } from "./choose-repository.ts";
import { gitRepositories, type Repository } from "./git-api.ts";

/** Roots of the repositories for which a message is being written. */
const writing = new Set<string>();

/**
 * Writes a message for the staged changes, or for all when none is staged, into the input box of the repository. From the
 * Source Control view it comes with the repository's root. What the user types meanwhile is never overwritten unasked.
 */
export async function generateCommitMessage(parts: Parts, source?: unknown): Promise<void> {
  const repository = await chooseRepository(parts, source);
  if (repository === undefined) return;
  const root = repository.rootUri.toString();
  if (writing.has(root)) return tellBusy(parts);
  writing.add(root);
  try {
    await window.withProgress({ location: ProgressLocation.SourceControl }, () => write(parts, repository));
  } finally {
    writing.delete(root);
  }
}

async function write(parts: Parts, repository: Repository): Promise<void> {
  const { server, tasks, notify } = parts;
  const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => ({ root: uri.path, path: uri.fsPath }));
  const folder = folderOf(folders, repository.rootUri.path);
  if (folder === undefined) {
    void notify.info(l10n.t("This repository is in none of the open folders. Open its folder first."));
    return;
  }
  const before = repository.inputBox.value;
  const { task } = await server.request("stepladder/commit-message", { workspace: folder.path });
  await tasks.adopt(task, l10n.t("Generate Commit Message"), folder.path);
  const end = await tasks.ended(task);
  if (end === undefined) return;
  const message = messageOf(end);
  if (message === undefined) return tellNoMessage(parts, end);
  await putIn(parts, repository, before, message);
}

async function putIn({ notify }: Parts, { inputBox }: Repository, before: string, message: string): Promise<void> {
  if (inputBox.value === before) {
    inputBox.value = message;
    return;
  }
  const replace = l10n.t("Replace");
  const kept = l10n.t("You wrote a message meanwhile, so it was left as it is.");
  if ((await notify.info(kept, replace)) === replace) inputBox.value = message;
}

function messageOf({ outcome, answer }: TaskEnd): string | undefined {
  const isThere = outcome.kind === "answered" || outcome.kind === "proved" || outcome.kind === "unproved";
  return isThere && answer.trim() !== "" ? answer.trim() : undefined;
}

function tellNoMessage({ notify }: Parts, { outcome }: TaskEnd): void {
  switch (outcome.kind) {
    case "cancelled":
      return;
    case "over-budget":
    case "refused":
    case "failed":
      void notify.warn(outcome.message);
      return;
    case "refuted":
      void notify.warn(outcome.because);
      return;
    default:
      void notify.warn(l10n.t("The model's answer was empty, so there is no message. Try again."));
  }
}

async function tellBusy({ notify, tasks, server }: Parts): Promise<void> {
  const stop = l10n.t("Stop");
  if ((await notify.info(l10n.t("A message for this repository is being written."), stop)) !== stop) return;
  const running = tasks.all.find(
    ({ state, events }) =>
      state === "running" && events.some((event) => event.type === "task-start" && event.kind === "commit-message"),
  );
  if (running !== undefined) await server.request("stepladder/task/cancel", { task: running.task });
}

async function chooseRepository({ notify }: Parts, source: unknown): Promise<Repository | undefined> {
  const repositories = await gitRepositories();
  const [first, second] = repositories ?? [];
  if (repositories === undefined || first === undefined) {
    void notify.info(
      repositories === undefined
        ? l10n.t("The editor's git support is off. Turn the setting “git.enabled” on.")
        : l10n.t("No git repository is open in this window."),
    );
    return undefined;
  }
  const rooted = repositories.map((repository) => ({ root: repository.rootUri.path, repository }));
  const near = rootOf(source) ?? window.activeTextEditor?.document.uri;
  const found = near && repositoryOf(rooted, near.path);
  if (found !== undefined) return found.repository;
  if (second === undefined) return first;
  const items = rooted.map(({ root, repository }) => ({ label: root, repository }));
  return (await window.showQuickPick(items, { title: l10n.t("For which repository?") }))?.repository;
}

/** The Source Control view gives its own object. */
function rootOf(source: unknown): Uri | undefined {
  const root = typeof source === "object" && source !== null && "rootUri" in source ? source.rootUri : undefined;
  return root instanceof Uri ? root : undefined;
}
