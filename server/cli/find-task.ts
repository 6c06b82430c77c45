import type { Books, TaskRow } from "../body.ts";

export type FoundTask =
  | { readonly kind: "task"; readonly task: TaskRow }
  | { readonly kind: "no-task"; readonly message: string };

/** A task by its id or a unique beginning of it; without one, the newest of the workspace. */
export function findTask(books: Books, asked: string | undefined, workspace: string | undefined): FoundTask {
  if (asked === undefined) {
    const [newest] = books.tasks({ workspace, prefix: undefined, limit: 1 });
    if (newest !== undefined) return { kind: "task", task: newest };
    const where = workspace === undefined ? "" : ` in ${workspace}`;
    return { kind: "no-task", message: `There is no task yet${where}. Start one with stepladder run.` };
  }
  const rows = beginningWith(books, asked);
  const [only, second] = rows;
  const exact = rows.find((row) => row.task === asked) ?? (second === undefined ? only : undefined);
  if (exact !== undefined) return { kind: "task", task: exact };
  if (only === undefined)
    return { kind: "no-task", message: `No task begins with ${asked}. List them: stepladder tasks.` };
  const names = rows.map((row) => row.task).join(", ");
  return { kind: "no-task", message: `Several tasks begin with ${asked}: ${names}. Type more of it.` };
}

/** `7k2m` finds `task-7k2m…` too: the word before it tells tasks from attempts, and nobody wants to type it. */
function beginningWith(books: Books, asked: string): readonly TaskRow[] {
  const rows = books.tasks({ workspace: undefined, prefix: asked, limit: 10 });
  return rows.length > 0 ? rows : books.tasks({ workspace: undefined, prefix: `task-${asked}`, limit: 10 });
}
