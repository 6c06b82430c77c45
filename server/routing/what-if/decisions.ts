import type { Kind } from "../../protocol/events.ts";
import { noMoney } from "../../spend/money.ts";
import { toNano, usd } from "../dollars.ts";
import type { Kin } from "../kinship.ts";
import { type Knowledge, type ModelKnowledge, modelCalled } from "../knowledge.ts";
import type { Route, Tried } from "../route.ts";
import type { Piece } from "./past.ts";

/** The policy, under the changed conditions, as it was before the tasks of a stretch of time. */
export type Decide = (work: Work, tried: readonly Tried[]) => Route;

export interface Work {
  readonly kind: Kind;
  readonly workspace: string;
}

/** What the policy tries next, if anything. */
export interface Decision {
  readonly chosen:
    | { readonly id: string; readonly model: ModelKnowledge | undefined; readonly cap: number }
    | undefined;
  /** What failed so far, in its order. */
  readonly failed: readonly Kin[];
  /** After it has failed at this cost, in US dollars. */
  after(cost: number, cutShort: boolean): Decision;
}

/** Decisions are the policy's own, each asked for once. */
export function createDecisions(decide: Decide): (piece: Piece) => Decision {
  const begun = new Map<string, Decision>();
  return (piece) => {
    const key = `${piece.kind} ${piece.workspace}`;
    const found = begun.get(key) ?? decisionOn({ ...piece, decide }, []);
    begun.set(key, found);
    return found;
  };
}

interface Asked extends Work {
  readonly knowledge: Knowledge;
  readonly decide: Decide;
}

function decisionOn(asked: Asked, tried: readonly Tried[]): Decision {
  const { knowledge, decide } = asked;
  const route = decide(asked, tried);
  const failed = tried.flatMap(({ model }) => modelCalled(model, knowledge)?.kin ?? []);
  const next = new Map<number, Decision>();
  const chosen = chosenBy(route, knowledge);
  return {
    chosen,
    failed,
    after(cost, cutShort) {
      // Costs of the same whole step of their logarithm lead to the same decision.
      const step = cost > 0 ? Math.round(Math.log(cost)) : -100;
      const key = cutShort ? step : step + 0.5;
      const known = next.get(key);
      if (known !== undefined) return known;
      const last = { model: chosen?.id ?? "", cost: cost > 0 ? toNano(Math.exp(step)) : noMoney, cutShort };
      const made = decisionOn(asked, [...tried, last]);
      next.set(key, made);
      return made;
    },
  };
}

function chosenBy(route: Route, knowledge: Knowledge): Decision["chosen"] {
  if (route.kind !== "ladder") return undefined;
  const [cap] = route.caps;
  const [id] = route.models;
  return { id, model: modelCalled(id, knowledge), cap: cap === undefined ? Number.POSITIVE_INFINITY : usd(cap) };
}
