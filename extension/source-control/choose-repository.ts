/** A path ends without a separator. */
export interface Rooted {
  readonly root: string;
}

/** The innermost of the repositories that hold a path. */
export function repositoryOf<R extends Rooted>(repositories: readonly R[], path: string): R | undefined {
  return repositories
    .filter(({ root }) => holds(root, path))
    .toSorted((a, b) => b.root.length - a.root.length)
    .at(0);
}

/** The folder of the window in which a repository is worked on: itself, else one inside it, else the one around it. */
export function folderOf<F extends Rooted>(folders: readonly F[], repository: string): F | undefined {
  return (
    folders.find(({ root }) => root === repository) ??
    folders.find(({ root }) => holds(repository, root)) ??
    repositoryOf(folders, repository)
  );
}

function holds(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith("/") ? root : `${root}/`);
}
