import { levelsOf, type Outcome, share, sum, tally } from "./outcomes.ts";

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`.padStart(8);

/** Tables for people: by level, by project, by kind of task, by sort of candidate, and what went wrong. */
export function describe(outcomes: readonly Outcome[], notHere: readonly string[], seconds: number): string {
  const strong = outcomes.filter(({ candidate }) => !candidate.project.weak);
  const weak = outcomes.filter(({ candidate }) => candidate.project.weak);
  const whole = tally(strong);
  const mislabelled = outcomes.filter((one) => isMislabelled(one));
  return [
    `${outcomes.length} candidates of ${new Set(outcomes.map(({ candidate }) => candidate.task)).size} tasks in ${Math.round(seconds)} s.`,
    ...notHere,
    "",
    "level (with all before it)     f         g    seconds   reached",
    ...levelsOf(strong).map(
      ({ name, f, g, seconds: own, reached }) =>
        `${name.padEnd(24)}${percent(f)}  ${percent(g)}  ${own.toFixed(2).padStart(8)}  ${String(reached).padStart(8)}`,
    ),
    "",
    ...table("language", strong, ({ candidate }) => candidate.project.language),
    ...table(
      "project",
      outcomes,
      ({ candidate }) => candidate.project.name + (candidate.project.weak ? " (weak)" : ""),
    ),
    ...table("task", strong, ({ candidate: { task } }) =>
      task.kind === "test" || task.kind === "refactor" ? task.kind : `${task.kind}, tests ${task.tests}`,
    ),
    ...table("candidate", strong, ({ candidate }) => candidate.sort),
    `Projects with weak tests: ${tally(weak).right.proved + tally(weak).wrong.proved} of ${weak.length} proved.`,
    `Tampered with the checks and proved: ${tampered(outcomes).length}.`,
    `Equivalent or better than their label: ${mislabelled.length}.`,
    "",
    ...listed(
      "Wrong, but proved",
      strong.filter(({ right, verdict }) => !right && verdict.kind === "proved"),
    ),
    ...listed(
      "Right, but refuted",
      strong.filter(({ right, verdict }) => right && verdict.kind === "refuted"),
    ),
    ...listed(
      "Weak tests, but proved",
      weak.filter(({ verdict }) => verdict.kind === "proved"),
    ),
    ...listed("Tampered, but proved", tampered(outcomes)),
    ...listed("Right before anything was done", outcomes.filter(isIdle)),
    `Goals: f ≤ 10 % (${percent(whole.f).trim()}), g ≤ 5 % (${percent(whole.g).trim()}), nothing tampered proved.`,
  ].join("\n");
}

const isMislabelled = ({ candidate, right }: Outcome): boolean =>
  candidate.sort !== "tampered" && right !== (candidate.sort === "right");

/** Such a task measures nothing: neither its tests nor the hidden suite see what is wrong with its start. */
const isIdle = ({ candidate, right }: Outcome): boolean =>
  candidate.sort === "partial" && candidate.name === "only a remark" && right;

export const tampered = (outcomes: readonly Outcome[]): readonly Outcome[] =>
  outcomes.filter(({ candidate, verdict }) => candidate.sort === "tampered" && verdict.kind === "proved");

function table(title: string, outcomes: readonly Outcome[], by: (outcome: Outcome) => string): readonly string[] {
  const groups = Map.groupBy(outcomes, by);
  const cells = (counts: { proved: number; unproved: number; refuted: number }) =>
    [counts.proved, counts.unproved, counts.refuted].map((count) => String(count).padStart(5)).join("");
  const lines = [...groups]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, group]) => {
      const { right, wrong, f, g } = tally(group);
      return `${name.padEnd(24)}${percent(f)}  ${percent(g)}  ${cells(right)}  ${cells(wrong)}  ${percent(share(right.proved, sum(right)))}`;
    });
  return [
    `${title.padEnd(24)}       f         g    right: proved/unproved/refuted  wrong: …   right proved`,
    ...lines,
    "",
  ];
}

function listed(title: string, outcomes: readonly Outcome[]): readonly string[] {
  if (outcomes.length === 0) return [];
  const lines = outcomes.map(
    ({ candidate: { project, task, name }, verdict }) => `  ${project.name}/${task.name}: ${name}. ${verdict.because}`,
  );
  return [`${title}:`, ...lines, ""];
}
