import type { EditRecord } from "../spend/spend.ts";

/** How a model is asked to write its edits. */
export const editFormats = ["replace", "blocks", "whole-file", "patch", "diff"] as const;
export type EditFormat = (typeof editFormats)[number];

/**
 * What is expected before anything is measured, as shares of well-formed edits that find their place. Whole files hardly
 * fail, but cost the whole file as output each time, so they come after the two that only name what changes. Patches and
 * diffs are what some models fall into by themselves: they are chosen once that is measured.
 */
const priors: Readonly<Record<EditFormat, number>> = {
  replace: 0.9,
  blocks: 0.8,
  "whole-file": 0.72,
  patch: 0.7,
  diff: 0.65,
};
/** For how many edits a prior counts. */
const priorWeight = 20;
/** What a format gives away because its edits are long: a share of success that would make up for it. */
const lengthHandicap: Readonly<Partial<Record<EditFormat, number>>> = { "whole-file": 0.25 };

/** The formats for a model, the one that most likely works first. Pure: the same records give the same order. */
export function editFormatsFor(model: string, records: readonly EditRecord[]): readonly [EditFormat, ...EditFormat[]] {
  const worth = new Map(editFormats.map((format) => [format, worthOf(format, model, records)]));
  const [first = "replace", ...rest] = editFormats.toSorted(
    (one, two) => (worth.get(two) ?? 0) - (worth.get(one) ?? 0),
  );
  return [first, ...rest];
}

function worthOf(format: EditFormat, model: string, records: readonly EditRecord[]): number {
  const handicap = lengthHandicap[format] ?? 0;
  let placed = (priors[format] + handicap) * priorWeight;
  let all = priorWeight;
  for (const record of records) {
    if (record.model !== model || record.format !== format) continue;
    placed += record.placed;
    all += record.placed + record.failed;
  }
  return placed / all - handicap;
}
