import type { ServedModel } from "../models/endpoint.ts";
import type { Kind } from "../protocol/events.ts";
import { typicalUsage } from "../routing/priors.ts";
import type { Candidate, Route } from "../routing/route.ts";
import { costOf } from "../spend/price.ts";
import type { Parts } from "./parts.ts";
import type { TaskScope } from "./task-scope.ts";

/** Outcomes older than this many attempts teach nothing new. */
const mostOutcomes = 5_000;

export interface RouteNeeds {
  readonly kind: Kind;
  readonly workspace: string;
  readonly task: string | undefined;
  readonly localOnly: boolean;
  readonly contextNeeded: number;
  /** A model or rung that the user chose for this task. */
  readonly chosen: string | undefined;
}

/** Asks the router with everything that it may know: configured models, their prices, the ledger's outcomes, what is left. */
export function routeFor(needs: RouteNeeds, parts: Parts): Route {
  const { configuration, spend, router } = parts;
  const candidates = candidatesFor(needs.kind, parts);
  const pinned =
    needs.chosen === undefined ? configuration.pins.get(needs.kind) : chosenModels(needs.chosen, candidates);
  if (pinned?.length === 0) {
    return {
      kind: "no-able-model",
      because: `No configured model or rung is called ${needs.chosen}; \`stepladder models\` lists them.`,
    };
  }
  return router(
    {
      kind: needs.kind,
      candidates,
      preference: configuration.preference,
      localOnly: needs.localOnly,
      contextNeeded: needs.contextNeeded,
      left: spend.left({ task: needs.task, workspace: needs.workspace }),
      pinned,
    },
    spend.outcomes(mostOutcomes),
  );
}

function chosenModels(chosen: string, candidates: readonly Candidate[]): readonly string[] {
  const fits = (candidate: Candidate) =>
    [candidate.id, candidate.rung, candidate.id.slice(candidate.id.indexOf("/") + 1)].includes(chosen);
  return candidates.filter(fits).map((candidate) => candidate.id);
}

function candidatesFor(kind: Kind, { configuration, priceOf }: Parts): readonly Candidate[] {
  return configuration.rungs.flatMap((rung, rungIndex) =>
    rung.models.flatMap((id) => {
      const served = configuration.served.find((model) => model.id === id);
      if (served === undefined) return [];
      const price = priceOf(served);
      const typicalCost = price.kind === "unknown" ? undefined : costOf(price, typicalUsage[kind]);
      const { family, context } = served;
      return [{ id, family, rung: rung.name, rungIndex, local: served.endpoint.local, context, typicalCost }];
    }),
  );
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
