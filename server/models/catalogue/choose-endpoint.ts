import type { ServedModel } from "../endpoint.ts";
import { type Health, restOf } from "./health.ts";

/** One endpoint of the same weights, with what a typical piece of work costs there in nano-dollars. */
export interface Option {
  readonly served: ServedModel;
  /** Undefined: no price is known, so it can't be called. */
  readonly cost: bigint | undefined;
}

export interface Needs {
  /** Nothing may leave the user's machines. */
  readonly localOnly: boolean;
  /** Native tool calls, because the conversation has some. */
  readonly tools: boolean;
  /** Tokens that have to fit. */
  readonly context: number;
}

/** Whether two served models are the same weights behind two addresses. Without a name for the weights nobody can say so. */
export function sameWeights(one: ServedModel, other: ServedModel): boolean {
  return one.id === other.id || (one.weights !== undefined && one.weights === other.weights);
}

/**
 * The cheapest healthy endpoint that meets the needs; of equally cheap ones the first. Where all that meet them failed lately,
 * the one that is back first: it may have recovered, and there is nobody else to ask.
 */
export function chooseEndpoint(
  options: readonly Option[],
  needs: Needs,
  health: Health,
  now: number,
): ServedModel | undefined {
  const able = options.filter(({ served, cost }) => cost !== undefined && meets(served, needs));
  const best = able.toSorted((a, b) => rank(a) - rank(b) || compare(a.cost ?? 0n, b.cost ?? 0n))[0];
  return best?.served;

  /** 0 for the healthy ones, so that only their cost counts. */
  function rank({ served }: Option): number {
    return restOf(health, served, now)?.until ?? 0;
  }
}

export function meets({ endpoint, abilities, context }: ServedModel, needs: Needs): boolean {
  return (endpoint.local || !needs.localOnly) && (abilities.tools || !needs.tools) && context >= needs.context;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
