import type { ContextItem } from "../../server/protocol/requests.ts";

/** The server takes no more. */
export const mostItems = 100;

/** With one more item, once: what is already there is put in anew. */
export function withItem(items: readonly ContextItem[], item: ContextItem): readonly ContextItem[] {
  const others = items.filter((it) => itemKey(it) !== itemKey(item));
  return [...others, item].slice(-mostItems);
}

export function withoutItem(items: readonly ContextItem[], key: string): readonly ContextItem[] {
  return items.filter((it) => itemKey(it) !== key);
}

/** The same for items that stand for the same thing. */
export function itemKey(item: ContextItem): string {
  switch (item.kind) {
    case "file":
    case "folder":
      return `${item.kind}:${item.path}`;
    case "selection":
      return `selection:${item.path}:${item.startLine}-${item.endLine}`;
    case "problems":
    case "changes":
      return item.kind;
  }
}
