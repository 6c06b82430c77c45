import { extensions, type Uri } from "vscode";

/** What of the editor's own git extension is used here. */
export interface Repository {
  readonly rootUri: Uri;
  readonly inputBox: { value: string };
}

interface GitApi {
  readonly repositories: readonly Repository[];
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

/** The repositories that the editor knows; undefined when its git support is off. */
export async function gitRepositories(): Promise<readonly Repository[] | undefined> {
  const extension = extensions.getExtension<GitExtension>("vscode.git");
  if (extension === undefined) return undefined;
  const git = await extension.activate();
  return git.enabled ? git.getAPI(1).repositories : undefined;
}
