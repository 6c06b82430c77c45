import type { Preference } from "../configuration/configuration.ts";
import type { Kind } from "../protocol/events.ts";
import { formatUsd } from "../spend/money.ts";
import { toNano } from "./dollars.ts";
import { isAsMeasured } from "./effort-prior.ts";
import { workLike } from "./kinds.ts";
import { along, type Knowledge, type ModelKnowledge } from "./knowledge.ts";
import type { Plan } from "./search.ts";
import type { Stage } from "./stage.ts";

/** From so many judged attempts on, they speak for themselves. */
const telling = 3;

const piecesOf: Readonly<Record<Kind, string>> = {
  edit: "edits",
  "inline-edit": "inline edits",
  fix: "fixes",
  test: "tests",
  refactor: "refactorings",
  explore: "searches",
  ask: "questions",
  explain: "explanations",
  review: "reviews",
  summarize: "summaries",
  title: "titles",
  "commit-message": "commit messages",
  compact: "notes",
  complete: "completions",
};

/** One sentence that a user can read: who goes first and why, and who stands behind it. */
export function because(plan: Plan, knowledge: Knowledge): string {
  const [first] = plan.stages;
  return first === undefined ? "" : sentence(plan, reasonFor(first, knowledge));
}

/** And which of the user's own choice the budget leaves out. */
export function becausePinned(
  plan: Plan,
  { kind }: Pick<Knowledge, "kind">,
  unaffordable: readonly ModelKnowledge[],
): string {
  const chosen = sentence(plan, `you chose it for ${kind} work`);
  const out = unaffordable.map(({ candidate }) => shortName(candidate.id));
  return out.length === 0 ? chosen : `${chosen} What is left of the budget is too little for ${out.join(" and ")}.`;
}

/** Why nobody goes on though models are left. */
export function becauseEnough(preference: Preference): string {
  return `With the preference ${preference} another attempt would likely cost more than its chance is worth; to go on, retry with a hint or a model of your choice.`;
}

function sentence({ stages }: Plan, reason: string): string {
  const [first = "", ...behind] = stages.map(({ model }) => shortName(model.candidate.id));
  const backed =
    behind.length === 0
      ? "nothing stands behind it"
      : `${behind.join(", then ")} ${behind.length === 1 ? "stands" : "stand"} behind it`;
  return `${first} first: ${reason}; ${backed}.`;
}

/** What it did here, as it was; where that says too little, what is expected of it, and from where. */
function reasonFor(stage: Stage, knowledge: Knowledge): string {
  const { proved, refuted } = stage.model.tally;
  const judged = proved + refuted;
  if (judged >= telling) return record(stage.model, piecesOf[knowledge.kind]);
  const little = judged === 0 ? "" : `${judged} ${judged === 1 ? "attempt tells" : "attempts tell"} little, but `;
  return little + expectation(stage, knowledge);
}

function record({ tally, cost }: ModelKnowledge, pieces: string): string {
  const { proved, refuted, unproved } = tally;
  const judged = proved + refuted;
  const free = cost === undefined;
  if (proved === 0) {
    const price = free ? "but costs nothing" : `at ${usd(tally.cost / (judged + unproved))} an attempt`;
    return `it finished none of ${judged} ${pieces} like this yet, ${price}`;
  }
  // What the failed ones cost is part of what a finished one costs.
  return `it finished ${proved} of ${judged} ${pieces} like this ${free ? "for free" : `for ${usd(tally.cost / proved)} each`}`;
}

function expectation({ model, cost }: Stage, { kind, difficulty }: Knowledge): string {
  const share = shareText(along(difficulty.shares, model.ability.mean));
  const price = cost === undefined ? "for free" : `at about ${usd(Math.exp(cost.logMean + cost.spread ** 2 / 2))} here`;
  const pieces = `${share} ${piecesOf[kind]} ${price}`;
  switch (evidenceOf(model, kind)) {
    case "measured": {
      const work = workLike(kind);
      const where = work === undefined || work === kind ? "elsewhere" : `elsewhere on ${piecesOf[work]}`;
      const elsewise = isAsMeasured(model.candidate.effort) ? "" : " at a high effort";
      return `measured ${where}${elsewise}, it should finish ${pieces}`;
    }
    case "family":
      return `by what models of its family do elsewhere, it should finish ${pieces}`;
    case "rung":
      return `nobody has measured it, and models of the ${model.candidate.rung} rung usually finish ${pieces}`;
  }
}

/** Where what is assumed of a model's success comes from. */
export function evidenceOf({ prior, candidate }: ModelKnowledge, kind: Kind): "measured" | "family" | "rung" {
  return candidate.measured?.[kind] === undefined ? prior.source : "measured";
}

function shareText(share: number): string {
  const tenths = Math.round(share * 10);
  if (tenths === 0) return "hardly any";
  return tenths === 10 ? "nearly all" : `about ${tenths} in 10`;
}

function usd(amount: number): string {
  return formatUsd(toNano(amount));
}

export function shortName(id: string): string {
  return id.slice(id.indexOf("/") + 1);
}
