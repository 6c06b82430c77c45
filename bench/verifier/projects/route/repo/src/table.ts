import { compareSpecificity, match, type Params, parsePattern, type Segment } from "./route.ts";

export type Found<Handler> =
  | { readonly kind: "found"; readonly handler: Handler; readonly params: Params }
  | { readonly kind: "wrong-method"; readonly allowed: readonly string[] }
  | { readonly kind: "none" };

/** Routes by method and pattern; the most specific pattern that matches wins. */
export interface Table<Handler> {
  add(method: string, pattern: string, handler: Handler): void;
  find(method: string, path: string): Found<Handler>;
}

interface Entry<Handler> {
  readonly method: string;
  readonly segments: readonly Segment[];
  readonly handler: Handler;
}

export function createTable<Handler>(): Table<Handler> {
  const entries: Entry<Handler>[] = [];
  return {
    add(method, pattern, handler) {
      entries.push({ method: method.toUpperCase(), segments: parsePattern(pattern), handler });
      entries.sort((a, b) => compareSpecificity(a.segments, b.segments));
    },
    find: (method, path) => findEntry(entries, method.toUpperCase(), path),
  };
}

/** HEAD is answered by GET when it has no route of its own. */
function findEntry<Handler>(entries: readonly Entry<Handler>[], method: string, path: string): Found<Handler> {
  const allowed = new Set<string>();
  let instead: Found<Handler> | undefined;
  for (const entry of entries) {
    const params = match(entry.segments, path);
    if (params === undefined) continue;
    if (entry.method === method) return { kind: "found", handler: entry.handler, params };
    if (method === "HEAD" && entry.method === "GET") instead ??= { kind: "found", handler: entry.handler, params };
    allowed.add(entry.method);
  }
  if (instead !== undefined) return instead;
  return allowed.size === 0 ? { kind: "none" } : { kind: "wrong-method", allowed: [...allowed].sort() };
}
