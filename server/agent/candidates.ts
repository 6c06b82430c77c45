import type { Configuration } from "../configuration/configuration.ts";
import { modelCalled } from "../models/catalogue/catalogue.ts";
import { chooseEndpoint, type Option } from "../models/catalogue/choose-endpoint.ts";
import { isHigher, withoutEffort } from "../models/effort.ts";
import type { ServedModel } from "../models/endpoint.ts";
import type { Usage } from "../models/usage.ts";
import type { Kind } from "../protocol/events.ts";
import type { Candidate } from "../routing/route.ts";
import { typicalUsage } from "../routing/usual.ts";
import { type NanoUsd, nano } from "../spend/money.ts";
import { costOf, type KnownPrice, worstCase } from "../spend/price.ts";
import { leastOutputTokens } from "./metered-chat.ts";
import type { Parts } from "./parts.ts";

/** What every attempt reads before anything else. */
const openingTokens = 4_000;

/** The models on the rungs, weakest rung first, as the router sees them at a kind of work. */
export function candidatesFor(
  kind: Kind,
  extraTokens: number,
  { configuration, priceOf }: Pick<Parts, "configuration" | "priceOf">,
): readonly Candidate[] {
  const usual = typicalUsage[kind];
  return configuration.rungs.flatMap((rung, rungIndex) =>
    rung.models.flatMap((id) => {
      const served = configuration.served.find((model) => model.id === id);
      if (served === undefined) return [];
      const price = priceOf(served);
      const known = price.kind !== "unknown";
      const typicalCost = known ? costOf(price, usual) : undefined;
      const extraCost = nano(known ? costOf(price, usageWith(kind, extraTokens)) - (typicalCost ?? 0n) : 0n);
      const { family, context } = served;
      const place = { rung: rung.name, rungIndex, local: served.endpoint.local };
      const leastHold = nano(known ? leastHoldOf(price, usual, extraTokens) : 0n);
      const { weights, effort } = served;
      const warmCost = known ? costOf(price, openedFromCache(usual)) : undefined;
      const costs = { typicalCost, warmCost, extraCost, leastHold };
      return [{ id, family, ...place, context, effort, weights, ...costs, measured: measuredOf(served) }];
    }),
  );
}

/** What the router chooses among at a kind of work: the same weights stand there once at each effort. */
export function routedCandidates(kind: Kind, parts: Pick<Parts, "configuration" | "priceOf" | "endpoints">) {
  return oneEndpointEach(candidatesFor(kind, 0, parts), undefined, { localOnly: false, contextNeeded: 0 }, parts);
}

/** What may go on when a budget has stopped the rest. */
export function freeAndLocal(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ local, typicalCost }) => local && typicalCost === 0n);
}

/** On a higher rung, or the same model at a higher effort. */
export function standsAbove(model: string, { rungs, served }: Configuration): (candidate: Candidate) => boolean {
  const height = rungs.findIndex((rung) => rung.models.includes(model));
  const effort = served.find(({ id }) => id === model)?.effort;
  return (candidate) =>
    candidate.id !== model &&
    (candidate.rungIndex > height ||
      (withoutEffort(candidate.id) === withoutEffort(model) && isHigher(candidate.effort, effort)));
}

/** Only models of other families that stand no lower than this one; with `strongest`, those on the highest rung that has any. */
export interface OtherThan {
  readonly model: ServedModel;
  readonly strongest: boolean;
}

export function othersThan({ model, strongest }: OtherThan, candidates: readonly Candidate[]): readonly Candidate[] {
  const own = candidates.find(({ id }) => id === model.id)?.rungIndex ?? 0;
  const others = candidates.filter(({ family, rungIndex }) => family !== model.family && rungIndex >= own);
  const top = Math.max(...others.map(({ rungIndex }) => rungIndex));
  return strongest ? others.filter(({ rungIndex }) => rungIndex === top) : others;
}

/** `ServedModel.id`s; with `inOrder` an earlier one goes before a cheaper one. */
export interface Wish {
  readonly ids: readonly string[];
  readonly inOrder: boolean;
}

/**
 * One candidate for the same weights and effort at several endpoints of a rung: the cheapest healthy one that meets the needs or,
 * among those that the user has named, the first.
 */
export function oneEndpointEach(
  candidates: readonly Candidate[],
  wanted: Wish | undefined,
  needs: { readonly localOnly: boolean; readonly contextNeeded: number },
  { configuration, endpoints }: Pick<Parts, "configuration" | "endpoints">,
): readonly Candidate[] {
  const { health, at } = endpoints.now();
  const servedBy = new Map(configuration.served.map((served) => [served.id, served]));
  const weightsAndEffort = (id: string) => {
    const { weights, effort = "" } = servedBy.get(id) ?? {};
    return weights === undefined ? id : `${weights} ${effort}`;
  };
  const usable = wanted === undefined ? candidates : candidates.filter(({ id }) => wanted.ids.includes(id));
  const groups = Map.groupBy(usable, ({ id, rungIndex }) => `${rungIndex} ${weightsAndEffort(id)}`);
  return [...groups.values()].flatMap((group) => {
    const options = group.flatMap(({ id, typicalCost }): readonly Option[] => {
      const served = servedBy.get(id);
      const cost = typicalCost !== undefined && wanted?.inOrder ? BigInt(wanted.ids.indexOf(id)) : typicalCost;
      return served === undefined ? [] : [{ served, cost }];
    });
    const least = { localOnly: needs.localOnly, tools: false, context: needs.contextNeeded };
    const chosen = chooseEndpoint(options, least, health, at)?.id ?? group[0]?.id;
    const alsoAs = group.map(({ id }) => id).filter((id) => id !== chosen);
    return group.filter(({ id }) => id === chosen).map((each) => (alsoAs.length === 0 ? each : { ...each, alsoAs }));
  });
}

/** Hosts keep instructions and tools in the cache when only the effort changes, and what comes after them not always. */
function openedFromCache(usual: Usage): Usage {
  const opening = Math.min(usual.uncached, openingTokens);
  return { ...usual, uncached: usual.uncached - opening, cacheRead: usual.cacheRead + opening };
}

/** A little less than the hold of the smallest first call: instructions and tools, and the shortest reply of use. */
function leastHoldOf(price: KnownPrice, usual: Usage, extraTokens: number): NanoUsd {
  const input = Math.min(usual.uncached, openingTokens) + extraTokens;
  return worstCase(price, input, Math.min(usual.output, leastOutputTokens));
}

/** Fixing stands for all work on existing code, which is what its benchmark consists of. */
function measuredOf({ weights = "" }: ServedModel): NonNullable<Candidate["measured"]> {
  const { strength = [] } = modelCalled(weights) ?? {};
  const share = (kind: "fix" | "test") => strength.find((each) => each.kind === kind)?.share;
  const [fix, test] = [share("fix"), share("test")];
  return {
    ...(fix === undefined ? {} : { fix, edit: fix, refactor: fix }),
    ...(test === undefined ? {} : { test }),
  };
}

/** What is read first is read again as often as the rest of what such work reads. */
function usageWith(kind: Kind, extraTokens: number): Usage {
  const typical = typicalUsage[kind];
  const again = typical.uncached === 0 ? 0 : typical.cacheRead / typical.uncached;
  return {
    ...typical,
    uncached: typical.uncached + extraTokens,
    cacheRead: typical.cacheRead + Math.round(extraTokens * again),
  };
}
