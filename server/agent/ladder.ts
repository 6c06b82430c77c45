import type { Configuration } from "../configuration/configuration.ts";
import type { ServedModel } from "../models/endpoint.ts";
import type { Usage } from "../models/usage.ts";
import type { Kind } from "../protocol/events.ts";
import type { Candidate, Route, RouteRequest, Tried } from "../routing/route.ts";
import { typicalUsage } from "../routing/usual.ts";
import { nano } from "../spend/money.ts";
import { costOf } from "../spend/price.ts";
import type { Parts } from "./parts.ts";
import type { TaskScope } from "./task-scope.ts";

/** Outcomes older than this many attempts teach nothing new. */
export const mostOutcomes = 2_000;

export interface RouteNeeds {
  readonly kind: Kind;
  readonly workspace: string;
  readonly task: string | undefined;
  readonly localOnly: boolean;
  readonly contextNeeded: number;
  /** A model or rung that the user chose for this task. */
  readonly chosen: string | undefined;
  /** Attempts at the same subtask that were refuted. */
  readonly tried?: readonly Tried[];
  /** Tokens that are read beyond what is typical for this kind; they make the quote dearer. */
  readonly extraTokens?: number;
  /** Only models on higher rungs than this one's. */
  readonly above?: string | undefined;
}

/** Asks the router with everything that it may know: configured models, their prices, the ledger's outcomes, what is left. */
export function routeFor(needs: RouteNeeds, parts: Parts): Route {
  const { configuration, spend, router } = parts;
  const all = candidatesFor(needs.kind, needs.extraTokens ?? 0, parts);
  const candidates = needs.above === undefined ? all : all.filter(standsAbove(needs.above, configuration));
  if (needs.above !== undefined && candidates.length === 0) {
    return {
      kind: "no-able-model",
      because: `Nothing stands higher on the ladder than ${needs.above}. Add a model to a higher rung, or retry with a hint.`,
    };
  }
  const own = needs.above === undefined ? configuration.pins.get(needs.kind) : undefined;
  const pinned = needs.chosen === undefined ? own : chosenModels(needs.chosen, candidates);
  if (pinned?.length === 0) {
    return {
      kind: "no-able-model",
      because: `No configured model or rung is called ${needs.chosen}; \`stepladder models\` lists them.`,
    };
  }
  const ask = (left: RouteRequest["left"]) =>
    router(
      {
        kind: needs.kind,
        candidates,
        preference: configuration.preference,
        localOnly: needs.localOnly,
        workspace: needs.workspace,
        tried: needs.tried ?? [],
        contextNeeded: needs.contextNeeded,
        left,
        pinned,
      },
      spend.outcomes(mostOutcomes),
    );
  const route = ask(spend.left({ task: needs.task, workspace: needs.workspace }));
  // The user wants to be asked, which happens at the first call that does not fit.
  return route.kind === "over-budget" && configuration.atLimit === "ask" ? ask("unlimited") : route;
}

function standsAbove(model: string, { rungs }: Configuration): (candidate: Candidate) => boolean {
  const height = rungs.findIndex((rung) => rung.models.includes(model));
  return (candidate) => candidate.rungIndex > height && candidate.id !== model;
}

/** Models on higher rungs than this one that may go on with its work, nearest rung first. */
export function modelsAbove(model: ServedModel, kind: Kind, { parts, privacy }: TaskScope): readonly ServedModel[] {
  const { configuration } = parts;
  return candidatesFor(kind, 0, parts)
    .filter(standsAbove(model.id, configuration))
    .filter((candidate) => candidate.typicalCost !== undefined && (candidate.local || !privacy.touched))
    .flatMap((candidate) => configuration.served.filter((served) => served.id === candidate.id));
}

function chosenModels(chosen: string, candidates: readonly Candidate[]): readonly string[] {
  const fits = (candidate: Candidate) =>
    [candidate.id, candidate.rung, candidate.id.slice(candidate.id.indexOf("/") + 1)].includes(chosen);
  return candidates.filter(fits).map((candidate) => candidate.id);
}

export function candidatesFor(
  kind: Kind,
  extraTokens: number,
  { configuration, priceOf }: Parts,
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
      return [
        { id, family, rung: rung.name, rungIndex, local: served.endpoint.local, context, typicalCost, extraCost },
      ];
    }),
  );
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

/** The cheapest model that can write the notes of a conversation that outgrew `current`; under local-only, a local one. */
export function compactingModel(current: ServedModel, task: TaskScope): ServedModel {
  const { privacy, parts, request } = task;
  const localOnly = privacy.touched || current.endpoint.local;
  const route = routeFor(
    {
      kind: "compact",
      workspace: request.workspace,
      task: task.task,
      localOnly,
      contextNeeded: 0,
      chosen: request.model,
    },
    parts,
  );
  const first = route.kind === "ladder" ? route.models[0] : undefined;
  return parts.configuration.served.find((model) => model.id === first) ?? current;
}

/** The strongest rung's first priced model: what the same tokens would have cost there is the receipt's estimate. */
export function frontierModel({
  configuration,
  priceOf,
}: Pick<Parts, "configuration" | "priceOf">): ServedModel | undefined {
  const ids = configuration.rungs.at(-1)?.models ?? [];
  return configuration.served.find((model) => ids.includes(model.id) && priceOf(model).kind === "priced");
}
