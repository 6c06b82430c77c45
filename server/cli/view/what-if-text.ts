import type { Expected, MoneyRange, WhatIf } from "../../agent/what-if/what-if.ts";
import type { Range } from "../../routing/survey.ts";
import { roughUsd } from "../usd.ts";
import { visibleLine } from "../visible-text.ts";
import { alignRows } from "./table.ts";

type Estimate = Extract<WhatIf, { kind: "estimate" }>;

export function whatIfLines({
  conditions,
  tasks,
  happened,
  asSetNow,
  changed,
  difference,
  rangeHolds,
}: Estimate): readonly string[] {
  const { completed, cost, costPerCompleted } = happened;
  const rows = [
    ["", "completed", "cost", "per completed task"],
    ["what happened", `${completed} of ${tasks}`, roughUsd(cost), orNone(costPerCompleted, roughUsd)],
    ["as set now (estimate)", ...expectedCells(asSetNow)],
    ["what if (estimate)", ...expectedCells(changed)],
  ];
  const many = tasks === 1 ? "1 task" : `${tasks} tasks`;
  return [
    `What if ${visibleLine(conditions.join(", "))}: an estimate from ${many} of your ledger. No model was called.`,
    "",
    ...alignRows(rows, ["left", "left", "left", "left"]),
    "",
    `Against the settings as they are: ${signed(counts(difference.completed))} completed, ${signed(range(difference.cost))}.`,
    behindLine(changed),
    `A range is for as many tasks like these, and holds the truth in ${Math.round(rangeHolds * 10)} cases of 10 if what the router believes is right.`,
  ];
}

function expectedCells({ completed, cost, costPerCompleted }: Expected): readonly string[] {
  return [counts(completed), range(cost), orNone(costPerCompleted, range)];
}

function behindLine({ observed, estimated, unchanged }: Expected): string {
  const parts = [
    `${observed} rest on what the same models really did there`,
    `${estimated} on what is believed of a model that was not tried there`,
    ...(unchanged === 0 ? [] : [`${unchanged} stay as they were, since nothing in them was judged`]),
  ];
  return `Of these tasks, ${parts.join("; ")}.`;
}

/** Amounts below zero have their sign. */
function signed(text: string): string {
  return /^[-0]|^\$0\.00/.test(text) ? text : `+${text}`;
}

function counts({ low, likely, high }: Range): string {
  const [from, to] = [Math.round(low), Math.round(high)];
  return from === to ? String(Math.round(likely)) : `${Math.round(likely)} (${from} to ${to})`;
}

function range({ low, likely, high }: MoneyRange): string {
  const [from, to] = [roughUsd(low), roughUsd(high)];
  return from === to ? roughUsd(likely) : `${roughUsd(likely)} (${from} to ${to})`;
}

function orNone<T>(value: T | undefined, show: (value: T) => string): string {
  return value === undefined ? "none" : show(value);
}
