import { padLeft, padRight, textWidth } from "../text-width.ts";

export type Alignment = "left" | "right";

/** Plain cells in columns, two spaces apart. Trailing spaces are left out. */
export function alignRows(rows: readonly (readonly string[])[], alignments: readonly Alignment[]): readonly string[] {
  const widths = alignments.map((_, column) => Math.max(0, ...rows.map((row) => textWidth(row[column] ?? ""))));
  return rows.map((row) =>
    alignments
      .map((alignment, column) => {
        const cell = row[column] ?? "";
        const width = widths[column] ?? 0;
        return alignment === "left" ? padRight(cell, width) : padLeft(cell, width);
      })
      .join("  ")
      .trimEnd(),
  );
}
