/** An attempt's place: the ids of the attempts that delegated to it, outermost first, and its own. What a child writes is found below its parent. */
export function attemptPath(parent: string | undefined, attempt: string): string {
  return parent === undefined ? attempt : `${parent}/${attempt}`;
}

/** The attempt's own id, as events name it. */
export function attemptId(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
