import type { Counted } from "../../spend/check/bill.ts";
import type { CheckedBill } from "../../spend/check/check-bill.ts";
import type { Compared } from "../../spend/check/compare.ts";
import { nano } from "../../spend/money.ts";
import { exactUsd } from "../usd.ts";
import { visibleLine } from "../visible-text.ts";
import { alignRows } from "./table.ts";

type Done = Extract<CheckedBill, { kind: "compared" }>;

const words: Readonly<Record<Compared["kind"], string>> = {
  matched: "matched",
  differs: "differs",
  "only-there": "only there",
  "only-here": "only here",
};

/** Every line that does not match, and the totals. */
export function billLines({ format, from, to, endpoints, comparison }: Done): readonly string[] {
  const { compared, totals } = comparison;
  const wrong = compared.filter(({ kind }) => kind !== "matched");
  const count = (kind: Compared["kind"]) => `${compared.filter((each) => each.kind === kind).length} ${words[kind]}`;
  return [
    `${format}, from ${from} to ${to}, beside the calls to ${visibleLine(endpoints.join(", "))}`,
    "",
    ...alignRows(wrong.map(cells), ["left", "left", "left", "left", "right", "right", "left"]),
    ...(wrong.length === 0 ? [] : [""]),
    (["matched", "differs", "only-there", "only-here"] as const).map(count).join(", "),
    ...totalLines(totals.there, totals.here),
  ];
}

function cells({ kind, lines, calls, model, at, there, here, differences }: Compared): readonly string[] {
  return [
    words[kind],
    lines.length === 0 ? "" : `line ${some(lines.map(String))}`,
    at.slice(0, 19),
    visibleLine(model),
    there.usd === undefined ? "" : `there ${exactUsd(there.usd)}`,
    here.usd === undefined ? "" : `here ${exactUsd(here.usd)}`,
    visibleLine([...differences, calls.length === 0 ? "" : some(calls)].filter(Boolean).join("; ")),
  ];
}

const mostNamed = 5;

function some(names: readonly string[]): string {
  const more = names.length - mostNamed;
  return `${names.slice(0, mostNamed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function totalLines(there: Counted, here: Counted): readonly string[] {
  const tokens = (side: Counted) => `${side.input ?? 0} in, ${side.output ?? 0} out`;
  const counted = there.input === undefined ? [] : [`tokens there ${tokens(there)}; here ${tokens(here)}`];
  if (there.usd === undefined) return [...counted, "This export names no amounts, so only tokens were compared."];
  const ours = here.usd ?? 0n;
  const apart = there.usd > ours ? there.usd - ours : ours - there.usd;
  const more = apart === 0n ? "" : there.usd > ours ? " more there" : " more here";
  return [
    ...counted,
    `there ${exactUsd(there.usd)}, here ${exactUsd(nano(ours))}, difference ${exactUsd(nano(apart))}${more}`,
  ];
}
