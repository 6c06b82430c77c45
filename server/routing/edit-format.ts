import type { EditRecord } from "../spend/spend.ts";

/** How a model is asked to write its edits. */
export const editFormats = ["replace", "blocks", "whole-file", "patch", "diff"] as const;
export type EditFormat = (typeof editFormats)[number];
/** An inline edit has one format, the lines alone. It is recorded too, under a name that no choice is made from. */
export type WrittenFormat = EditFormat | "inline";

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
/** For how many edits a prior counts: the one above for a family, and what the family has shown for each of its models. */
const priorWeight = 20;
/** What a format gives away because its edits are long: a share of success that would make up for it. */
const lengthHandicap: Readonly<Partial<Record<EditFormat, number>>> = { "whole-file": 0.25 };

export interface WritingModel {
  readonly id: string;
  readonly family: string;
}

/**
 * The formats for a model, the one that most likely works first. A new model is expected to write like its family.
 * Pure: the same records give the same order.
 */
export function editFormatsFor(
  model: WritingModel,
  records: readonly EditRecord[],
  familyOf: (model: string) => string,
): readonly [EditFormat, ...EditFormat[]] {
  const own = records.filter((record) => record.model === model.id);
  const kin = records.filter((record) => record.model !== model.id && familyOf(record.model) === model.family);
  const worth = new Map(editFormats.map((format) => [format, worthOf(format, own, kin)]));
  const [first = "replace", ...rest] = editFormats.toSorted(
    (one, two) => (worth.get(two) ?? 0) - (worth.get(one) ?? 0),
  );
  return [first, ...rest];
}

function worthOf(format: EditFormat, own: readonly EditRecord[], kin: readonly EditRecord[]): number {
  const handicap = lengthHandicap[format] ?? 0;
  const ofFamily = shareOf(format, kin, priors[format] + handicap);
  return shareOf(format, own, ofFamily) - handicap;
}

function shareOf(format: EditFormat, records: readonly EditRecord[], prior: number): number {
  let placed = prior * priorWeight;
  let all = priorWeight;
  for (const record of records) {
    if (record.format !== format) continue;
    placed += record.placed;
    all += record.placed + record.failed;
  }
  return placed / all;
}
