import type { Kind } from "../protocol/events.ts";
import { formatUsd, nano, nanoPerUsd } from "../spend/money.ts";
import { along, type Knowledge, type ModelKnowledge } from "./knowledge.ts";
import type { Plan } from "./search.ts";
import type { Stage } from "./stage.ts";

const fewAttempts = 3;

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
  return first === undefined ? "" : sentence(plan, record(first, knowledge));
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

function sentence({ stages }: Plan, reason: string): string {
  const [first = "", ...behind] = stages.map(({ model }) => shortName(model.candidate.id));
  const backed =
    behind.length === 0
      ? "nothing stands behind it"
      : `${behind.join(", then ")} ${behind.length === 1 ? "stands" : "stand"} behind it`;
  return `${first} first: ${reason}; ${backed}.`;
}

function record({ model, cost }: Stage, { kind, difficulty }: Knowledge): string {
  const pieces = piecesOf[kind];
  const price = cost === undefined ? "for free" : `for about ${usd(Math.exp(cost.logMean + cost.spread ** 2 / 2))}`;
  if (model.judged >= fewAttempts) {
    return `it finished ${Math.round(model.proved)} of ${Math.round(model.judged)} ${pieces} like this ${price}${cost === undefined ? "" : " each"}`;
  }
  const chance = Math.round(along(difficulty.shares, model.ability.mean) * 10);
  const who = {
    measured: "it finishes",
    family: "models like it finish",
    rung: `models of the ${model.candidate.rung} rung finish`,
  };
  return `${who[model.prior.source]} about ${chance} in 10 ${pieces}, here ${price}`;
}

function usd(amount: number): string {
  return formatUsd(nano(BigInt(Math.round(amount * Number(nanoPerUsd)))));
}

export function shortName(id: string): string {
  return id.slice(id.indexOf("/") + 1);
}
