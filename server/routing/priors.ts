import type { Kind } from "../protocol/events.ts";
import { noMoney } from "../spend/money.ts";
import type { PriorCost } from "./cost.ts";
import { abilityFor, type Difficulty } from "./difficulty.ts";
import { usd } from "./dollars.ts";
import { type EffortShift, effortShift } from "./effort-prior.ts";
import { workLike } from "./kinds.ts";
import type { Measured, MeasuredModel } from "./measured.ts";
import type { Candidate } from "./route.ts";
import { priorSuccess } from "./usual.ts";

/** What is assumed of a model at a kind before the ledger knows better, and how little of it is certain. */
export interface Prior {
  /** In logits. */
  readonly ability: number;
  readonly abilityDeviation: number;
  /** How much a harder task lowers its chances. */
  readonly steepness: number;
  /** Undefined when its calls cost nothing. */
  readonly cost: PriorCost | undefined;
  readonly source: "measured" | "family" | "rung";
}

/** How far a model's own measure may lie off on the user's work, and how far its family's or its rung's. */
const certain = { ability: 0.35, cost: 0.7 };
const guessed = { ability: 0.8, cost: 1.2 };
const usualSpread = 0.6;
/** A kind that is only like the measured one tells less. */
const otherKind = 1.5;

/** `position` is the place of its rung, 0 for the weakest and 1 for the strongest. */
export function priorOf(
  candidate: Candidate,
  kind: Kind,
  position: number,
  difficulty: Difficulty,
  measured: Measured,
): Prior {
  const work = workLike(kind);
  const models = (work && measured.kinds[work]?.models) ?? [];
  const own = models.find((model) => isNamed(candidate.id, model.name));
  const family = models.filter((model) => familyOf(model.name) === familyIn(candidate));
  const width = kind === work ? 1 : otherKind;
  const usual = {
    ...abilityPrior(candidate, kind, position, difficulty, own, family, width),
    steepness: own?.steepness ?? 1,
    cost: costPrior(candidate, own, family, models, width),
  };
  const source = own !== undefined ? "measured" : family.length > 0 ? "family" : "rung";
  return { ...atEffort(usual, effortShift(candidate.effort)), source };
}

function atEffort(usual: Omit<Prior, "source">, shift: EffortShift): Omit<Prior, "source"> {
  const { ability, abilityDeviation, cost } = usual;
  return {
    ...usual,
    ability: ability + shift.ability,
    abilityDeviation: Math.hypot(abilityDeviation, shift.abilityDeviation),
    cost: cost && {
      ...cost,
      logPrior: cost.logPrior + shift.cost,
      priorDeviation: Math.hypot(cost.priorDeviation, shift.costDeviation),
    },
  };
}

function abilityPrior(
  { local, measured = {} }: Candidate,
  kind: Kind,
  position: number,
  difficulty: Difficulty,
  own: MeasuredModel | undefined,
  family: readonly MeasuredModel[],
  width: number,
): Pick<Prior, "ability" | "abilityDeviation"> {
  const easier = abilityFor(priorSuccess(kind, 0.5), difficulty) - abilityFor(priorSuccess("fix", 0.5), difficulty);
  const shift = kind === "test" ? 0 : easier;
  if (own !== undefined) return { ability: own.ability + shift, abilityDeviation: certain.ability * width };
  const shown = measured[kind];
  if (shown !== undefined)
    return { ability: abilityFor(shown, difficulty), abilityDeviation: certain.ability * otherKind };
  const rung = abilityFor(priorSuccess(kind, position), difficulty);
  if (family.length === 0) return { ability: rung, abilityDeviation: guessed.ability };
  // What runs at home is smaller than its family's members that were measured.
  const relatives = median(family.map(({ ability }) => ability)) + shift;
  const ability = local ? (rung * 2 + relatives) / 3 : (rung + relatives) / 2;
  return { ability, abilityDeviation: guessed.ability };
}

/** List price times tokens, and how much hungrier for tokens than that the model is: the list price alone says little. */
function costPrior(
  { typicalCost }: Candidate,
  own: MeasuredModel | undefined,
  family: readonly MeasuredModel[],
  models: readonly MeasuredModel[],
  width: number,
): PriorCost | undefined {
  const listed = usd(typicalCost ?? noMoney);
  if (listed === 0) return undefined;
  const usual = middleHunger(models) ?? 0;
  const hunger = (own && hungerOf(own)) ?? ((middleHunger(family) ?? usual) + usual) / 2;
  const known = own === undefined ? guessed : certain;
  return {
    logPrior: Math.log(listed) + hunger,
    slope: own?.costSlope ?? 1,
    priorSpread: own?.logSpread ?? usualSpread,
    priorDeviation: known.cost * (own === undefined ? 1 : width),
  };
}

function hungerOf({ logCost, listed }: MeasuredModel): number | undefined {
  return listed ? logCost - Math.log(listed) : undefined;
}

function middleHunger(models: readonly MeasuredModel[]): number | undefined {
  const known = models.flatMap((model) => hungerOf(model) ?? []);
  return known.length === 0 ? undefined : median(known);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Hosts write the same name in many ways: `anthropic/claude-opus-4.8`, `claude-opus-4-8-20260528`, `minimax-m3:free`. */
export function isNamed(id: string, name: string): boolean {
  return plain(id) === plain(name);
}

function plain(id: string): string {
  return id
    .slice(id.lastIndexOf("/") + 1)
    .toLowerCase()
    .replace(/[:@].*$/, "")
    .replace(/-(?:\d{8}|\d{4}-\d\d-\d\d|latest|instruct|preview|it)$/, "")
    .replaceAll(/[^a-z0-9]/g, "");
}

function familyIn({ id, family }: Candidate): string {
  return family === "" ? familyOf(id) : plain(family);
}

/** The first word of the name: `claude`, `qwen`, `gpt`. */
export function familyOf(id: string): string {
  return /^[a-z]+/.exec(id.slice(id.lastIndexOf("/") + 1).toLowerCase())?.[0] ?? "";
}
