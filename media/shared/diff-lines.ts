export interface DiffLine {
  readonly kind: "added" | "removed" | "same" | "hunk" | "file";
  /** Without its sign. */
  readonly text: string;
  /** 1-based line in the new text, of a removed line in the old one; undefined for headings. */
  readonly line: number | undefined;
}

/** The lines of a unified diff, by what they say. A line of the file that looks like a heading is counted as what it is. */
export function diffLines(diff: string): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  let [oldLine, newLine, oldLeft, newLeft] = [0, 0, 0, 0];
  for (const raw of diff.replace(/\n$/, "").split("\n")) {
    if (oldLeft > 0 || newLeft > 0) {
      const sign = raw[0];
      const text = raw.slice(1);
      if (sign === "\\") continue;
      if (sign === "+") lines.push({ kind: "added", text, line: newLine });
      else if (sign === "-") lines.push({ kind: "removed", text, line: oldLine });
      else lines.push({ kind: "same", text, line: newLine });
      if (sign !== "+") [oldLine, oldLeft] = [oldLine + 1, oldLeft - 1];
      if (sign !== "-") [newLine, newLeft] = [newLine + 1, newLeft - 1];
      continue;
    }
    const hunk = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(raw);
    if (hunk === null) {
      if (!raw.startsWith("\\")) lines.push({ kind: "file", text: raw, line: undefined });
      continue;
    }
    [oldLine, oldLeft, newLine, newLeft] = [
      Number(hunk[1]),
      Number(hunk[2] ?? 1),
      Number(hunk[3]),
      Number(hunk[4] ?? 1),
    ];
    lines.push({ kind: "hunk", text: raw, line: undefined });
  }
  return lines;
}

export function countChanges(lines: readonly DiffLine[]): { readonly added: number; readonly removed: number } {
  const count = (kind: DiffLine["kind"]) => lines.filter((line) => line.kind === kind).length;
  return { added: count("added"), removed: count("removed") };
}
