import type { Configuration } from "../configuration/configuration.ts";
import { withoutEffort } from "../models/effort.ts";
import type { ServedModel } from "../models/endpoint.ts";
import type { Kind } from "../protocol/events.ts";
import { mostOutcomes } from "../routing/remember.ts";
import type { Candidate, Route, RouteRequest, Tried } from "../routing/route.ts";
import { formatUsd, type NanoUsd, nano } from "../spend/money.ts";
import {
  candidatesFor,
  freeAndLocal,
  type OtherThan,
  oneEndpointEach,
  othersThan,
  standsAbove,
  type Wish,
} from "./candidates.ts";
import type { Parts } from "./parts.ts";
import type { TaskScope } from "./task-scope.ts";

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
  /** The most that this piece of work may cost, whatever the budgets are. */
  readonly limit?: NanoUsd | undefined;
  /** Only models on higher rungs than this one's. */
  readonly above?: string | undefined;
  readonly otherThan?: OtherThan;
}

/** Asks the router with everything that it may know: configured models, their prices, the ledger's outcomes, what is left. */
export function routeFor(needs: RouteNeeds, parts: Parts): Route {
  const { configuration, spend, router } = parts;
  const { otherThan } = needs;
  const every = candidatesFor(needs.kind, needs.extraTokens ?? 0, parts);
  const all = otherThan === undefined ? every : othersThan(otherThan, every);
  const served = needs.above === undefined ? all : all.filter(standsAbove(needs.above, configuration));
  if (needs.above !== undefined && served.length === 0) {
    return {
      kind: "no-able-model",
      because: `Nothing stands higher on the ladder than ${needs.above}. Add a model to a higher rung, or retry with a hint.`,
    };
  }
  const wanted =
    needs.above === undefined || needs.chosen !== undefined ? wish(needs, served, configuration) : undefined;
  const candidates = oneEndpointEach(served, wanted, needs, parts);
  const pinned = wanted?.ids.filter((id) => candidates.some((candidate) => candidate.id === id));
  if (wanted?.ids.length === 0) return { kind: "no-able-model", because: noneWanted(needs, configuration) };
  const ask = (left: RouteRequest["left"], changes: Partial<RouteRequest> = {}) =>
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
        ...changes,
      },
      spend.outcomes(mostOutcomes),
    );
  const route = ask(leftFor(needs, parts));
  if (route.kind !== "over-budget") return route;
  const budget = `${formatUsd(route.left)} is left of the budget`;
  switch (configuration.atLimit) {
    case "ask":
      // Which happens at the first call that does not fit.
      return told(ask("unlimited"), `Only ${budget}, so you will be asked to raise it.`);
    case "local-only": {
      const instead = { candidates: oneEndpointEach(freeAndLocal(all), undefined, needs, parts), pinned: undefined };
      const local = ask(route.left, instead);
      return local.kind === "ladder" ? told(local, `Only ${budget}, so free local models do it.`) : route;
    }
    case "stop":
      return route;
  }
}

function told(route: Route, sentence: string): Route {
  return route.kind === "ladder" ? { ...route, because: `${route.because} ${sentence}` } : route;
}

/** What the budgets leave, and what this piece of work's own limit does. */
function leftFor({ task, workspace, limit, tried = [] }: RouteNeeds, { spend }: Parts): RouteRequest["left"] {
  const left = spend.left({ task, workspace });
  if (limit === undefined) return left;
  const own = tried.reduce<bigint>((rest, { cost }) => rest - cost, limit);
  const least = left === "unlimited" || own < left ? own : left;
  return nano(least > 0n ? least : 0n);
}

/** What a user reads when not even the cheapest model fits. */
export function overBudgetSentence(
  { cheapest, left }: Extract<Route, { kind: "over-budget" }>,
  { configuration }: Parts,
): string {
  return `This needs at least ${formatUsd(cheapest)}, and ${formatUsd(left)} is left of the budget. Raise the budget in ${configuration.file}, or use a local model.`;
}

function noneWanted({ chosen, kind }: RouteNeeds, { excluded, served }: Configuration): string {
  if (chosen === undefined)
    return `All models that are pinned for ${kind} work are excluded; change \`pins\` or \`exclude\`.`;
  const named = served.filter(({ id }) => excluded.has(id) && namesOf(id, served).includes(chosen));
  if (named.length > 0)
    return `${named.map(({ id }) => id).join(", ")} is excluded; take it out of \`exclude\` to use it.`;
  return `No configured model or rung is called ${chosen}; \`stepladder models\` lists them.`;
}

/** Models on higher rungs than this one that may go on with its work, nearest rung first. */
export function modelsAbove(model: ServedModel, kind: Kind, { parts, privacy }: TaskScope): readonly ServedModel[] {
  const { configuration } = parts;
  const above = candidatesFor(kind, 0, parts).filter(standsAbove(model.id, configuration));
  return oneEndpointEach(above, undefined, { localOnly: privacy.touched, contextNeeded: 0 }, parts)
    .filter((candidate) => candidate.typicalCost !== undefined && (candidate.local || !privacy.touched))
    .flatMap((candidate) => configuration.served.filter((served) => served.id === candidate.id));
}

/** By the whole name, the rung, the name at the host, or the name of the weights; without an effort, at all of them. */
function chosenModels(chosen: string, candidates: readonly Candidate[], { served }: Configuration): readonly string[] {
  return candidates.flatMap(({ id, rung }) => ([rung, ...namesOf(id, served)].includes(chosen) ? [id] : []));
}

/** What a model may be called: its whole name, its name at the host, both without its effort too, the name of its weights. */
export function namesOf(id: string, served: Configuration["served"]): readonly string[] {
  const weights = served.find((each) => each.id === id)?.weights;
  const whole = [id, withoutEffort(id)];
  const atHost = whole.map((name) => name.slice(name.indexOf("/") + 1));
  return [...new Set([...whole, ...atHost, ...(weights === undefined ? [] : [weights])])];
}

/** What the user chose for this task or, pinned in an order of its own, for this kind of work. */
function wish(
  { chosen, kind }: Pick<RouteNeeds, "chosen" | "kind">,
  candidates: readonly Candidate[],
  configuration: Configuration,
): Wish | undefined {
  if (chosen !== undefined) return { ids: chosenModels(chosen, candidates, configuration), inOrder: false };
  const pins = configuration.pins.get(kind);
  return pins && { ids: pins, inOrder: true };
}

/** Endpoints to which this kind of work may go when this one can't do it. */
export function allowedModels(model: ServedModel, kind: Kind, { parts, request }: TaskScope): Wish {
  const { configuration } = parts;
  const wanted = wish({ chosen: request.model, kind }, candidatesFor(kind, 0, parts), configuration);
  if (wanted?.ids.includes(model.id)) return wanted;
  const rung = configuration.rungs.find(({ models }) => models.includes(model.id));
  return { ids: rung?.models ?? [model.id], inOrder: false };
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
