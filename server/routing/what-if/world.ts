import { chancesAt } from "../ability.ts";
import { ratesIn } from "../check-errors.ts";
import { costBehind, type Kin, kinship } from "../kinship.ts";
import { costOf, type ModelKnowledge } from "../knowledge.ts";
import type { Piece } from "./past.ts";
import { indexAt, type Random } from "./random.ts";

/** What an attempt that nobody made would have come to. Cost in US dollars. */
export interface Imagined {
  /** It is accepted, and the work ends. */
  readonly ends: boolean;
  readonly cost: number;
  readonly cutShort: boolean;
}

/**
 * One way that things may truly be: an ability and a usual cost for each model, and a difficulty for each piece of work, all drawn
 * from what is believed of them. Within it, attempts fall out as they may.
 */
export interface World {
  imagine(piece: Piece, model: ModelKnowledge, failed: readonly Kin[], cap: number): Imagined;
}

interface Truth {
  readonly chances: Float64Array;
  /** Of the middle of an attempt's cost, and what attempts differ from it, in logs. */
  readonly cost: { readonly middle: number; readonly slope: number; readonly within: number } | undefined;
}

/** For pieces whose indexes lie below a count. */
export function drawWorld(count: number, random: Random): World {
  const truths = new Map<ModelKnowledge, Truth>();
  const levels = new Int8Array(count).fill(-1);
  const truthOf = (model: ModelKnowledge): Truth => {
    const known = truths.get(model) ?? drawTruth(model, random);
    truths.set(model, known);
    return known;
  };
  const levelOf = (piece: Piece): number => {
    const known = levels[piece.index] as number;
    if (known >= 0) return known;
    const drawn = indexAt(piece.levels, random.uniform());
    levels[piece.index] = drawn;
    return drawn;
  };
  return {
    imagine(piece, model, failed, cap) {
      const { knowledge } = piece;
      const { chances, cost } = truthOf(model);
      const level = levelOf(piece);
      const { f, g } = ratesIn(knowledge.errors, piece.workspace);
      const solves = (chances[level] as number) * kinship(model.kin, failed);
      const ends = random.uniform() < solves * (1 - g) + (1 - solves) * f;
      if (cost === undefined) return { ends, cost: 0, cutShort: false };
      const dearer = cost.slope * (knowledge.difficulty.dearer[level] as number);
      const usual = Math.exp(cost.middle + dearer + cost.within * random.normal());
      const whole = usual * costBehind(model.kin, failed.at(-1));
      return whole > cap ? { ends: false, cost: cap, cutShort: true } : { ends, cost: whole, cutShort: false };
    },
  };
}

function drawTruth(model: ModelKnowledge, random: Random): Truth {
  const chances = chancesAt(model.ability, random.uniform());
  const belief = costOf(model);
  if (belief === undefined) return { chances, cost: undefined };
  const { logMean, slope, spread, deviation } = belief;
  const within = Math.sqrt(Math.max(0, spread ** 2 - deviation ** 2));
  return { chances, cost: { middle: logMean + deviation * random.normal(), slope, within } };
}
