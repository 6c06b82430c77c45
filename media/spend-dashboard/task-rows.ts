import type { TaskRowView } from "../../server/protocol/requests.ts";

export const sortKeys = ["prompt", "kind", "outcome", "startedAt", "posted", "held"] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Sorting {
  readonly by: SortKey;
  readonly descending: boolean;
}

/** The rows whose prompts have all these words, in any case of letters, in this order. Equal ones stay as they were. */
export function taskRows(rows: readonly TaskRowView[], search: string, sorting: Sorting): readonly TaskRowView[] {
  const words = search.toLowerCase().split(/\s+/);
  const found = rows.filter(({ prompt }) => {
    const text = prompt.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const direction = sorting.descending ? -1 : 1;
  return found.toSorted((a, b) => direction * compare(a, b, sorting.by));
}

/** What a click on a column's head asks for: its usual order first, then the other way round. */
export function sortedBy(by: SortKey, before: Sorting): Sorting {
  if (before.by === by) return { by, descending: !before.descending };
  return { by, descending: by === "startedAt" || by === "posted" || by === "held" };
}

function compare(a: TaskRowView, b: TaskRowView, by: SortKey): number {
  if (by === "posted" || by === "held") {
    const difference = BigInt(a[by]) - BigInt(b[by]);
    return difference === 0n ? 0 : difference > 0n ? 1 : -1;
  }
  return a[by] === b[by] ? 0 : a[by] > b[by] ? 1 : -1;
}
