/** Names a file's text from before a task, in a form that outlives the window. `workspace` is a folder's root. */
export interface BeforeName {
  readonly task: string;
  readonly workspace: string;
  readonly path: string;
}

export const beforeScheme = "stepladder-before";

/** The query of a `stepladder-before` address; its path is the file's own, so that the editor knows its language. */
export function beforeQuery({ task, workspace, path }: BeforeName): string {
  return JSON.stringify([task, workspace, path]);
}

/** Undefined for what `beforeQuery` did not write. */
export function readBeforeQuery(query: string): BeforeName | undefined {
  const parts = parse(query);
  if (!Array.isArray(parts) || parts.length !== 3) return undefined;
  const [task, workspace, path] = parts;
  return typeof task === "string" && typeof workspace === "string" && typeof path === "string"
    ? { task, workspace, path }
    : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A foreign address is one of the two answers.
    return undefined;
  }
}
