import type { Mention } from "../../media/task-panel/messages.ts";
import { foldersOf, rankPaths } from "./rank-paths.ts";

/** What can be mentioned now. Paths are relative to the folder, with `/`. */
export interface Mentionable {
  readonly files: readonly string[];
  /** Files in open editors, the active one first. */
  readonly open: readonly string[];
  readonly problems: number;
  /** Such as `src/dates.ts:10-20`; undefined without a selection. */
  readonly selection: string | undefined;
}

export interface MentionWords {
  readonly problems: string;
  readonly changes: string;
  readonly changesDetail: string;
  readonly selection: string;
}

const mostShown = 30;

/** The rows for what was typed behind `@`. `file:` and `folder:` narrow it down; so do the words alone. */
export function chooseMentions(query: string, there: Mentionable, words: MentionWords): readonly Mention[] {
  const narrowed = /^(files?|folders?)(?::(.*))?$/.exec(query);
  if (narrowed?.[1]?.startsWith("file")) return files(narrowed[2] ?? "", there).slice(0, mostShown);
  if (narrowed?.[1]?.startsWith("folder")) return folders(narrowed[2] ?? "", there).slice(0, mostShown);
  const inFolders = query === "" ? [] : folders(query, there).slice(0, 8);
  return [
    ...specials(query, there, words),
    ...files(query, there).slice(0, mostShown - inFolders.length),
    ...inFolders,
  ];
}

function specials(query: string, there: Mentionable, words: MentionWords): readonly Mention[] {
  const all: readonly (Mention & { readonly word: string })[] = [
    ...(there.selection === undefined
      ? []
      : [
          {
            ...{ word: "selection", icon: "list-selection", label: words.selection, detail: there.selection },
            pick: { kind: "collect", what: "selection" } as const,
          },
        ]),
    ...(there.problems === 0
      ? []
      : [
          {
            ...{ word: "problems", icon: "warning", label: words.problems, detail: String(there.problems) },
            pick: { kind: "collect", what: "problems" } as const,
          },
        ]),
    {
      ...{ word: "changes", icon: "git-compare", label: words.changes, detail: words.changesDetail },
      pick: { kind: "item", item: { kind: "changes" } },
    },
  ];
  const typed = query.toLowerCase();
  return all
    .filter((it) => it.word.startsWith(typed) || it.label.toLowerCase().startsWith(typed))
    .map(({ icon, label, detail, pick }) => ({ icon, label, detail, pick }));
}

function files(query: string, there: Mentionable): readonly Mention[] {
  const open = new Set(there.open);
  const paths = [...there.open, ...there.files.filter((path) => !open.has(path))];
  return rankPaths(paths, query, mostShown).map((path) => row("file", path));
}

function folders(query: string, there: Mentionable): readonly Mention[] {
  return rankPaths(foldersOf(there.files), query, mostShown).map((path) => row("folder", path));
}

function row(kind: "file" | "folder", path: string): Mention {
  const slash = path.lastIndexOf("/");
  const detail = slash === -1 ? "" : path.slice(0, slash);
  return { icon: kind, label: path.slice(slash + 1), detail, pick: { kind: "item", item: { kind, path } } };
}
