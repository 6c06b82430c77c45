import type { ServedModel } from "../../models/endpoint.ts";
import { estimateTokens } from "../../models/estimate.ts";
import { type NanoUsd, nano, noMoney } from "../../spend/money.ts";
import { costOf } from "../../spend/price.ts";
import { routeFor } from "../ladder.ts";
import type { TaskScope } from "../task-scope.ts";
import type { Change } from "./ask-reviewer.ts";

export interface Reviewer {
  readonly model: ServedModel;
  /** What its call will likely cost. */
  readonly cost: NanoUsd;
}

/** A change that does not fit into one call is not judged by a part of it. */
const mostTokens = 24_000;
/** Of an answer, its thoughts included, and of the instructions. */
const usual = { output: 1_200, instructions: 400 };

export interface ReviewerNeeds {
  readonly author: ServedModel;
  /** Of the highest rung that has one; else the one that the router holds to be best for reviews. */
  readonly strongest: boolean;
  readonly localOnly: boolean;
}

/** A model of another family than the author's that stands no lower on the ladder. What is local-only stays with local ones. */
export function chooseReviewer(
  { author, strongest, localOnly }: ReviewerNeeds,
  { prompt, diff, paths }: Change,
  task: TaskScope,
): Reviewer | undefined {
  const tokens = estimateTokens(prompt) + estimateTokens(diff) + usual.instructions;
  if (tokens > mostTokens) return undefined;
  const { parts, request, privacy } = task;
  const route = routeFor(
    {
      kind: "review",
      workspace: request.workspace,
      task: task.task,
      localOnly: localOnly || privacy.touched || paths.some(privacy.isLocalOnly),
      contextNeeded: tokens + usual.output,
      chosen: request.model,
      otherThan: { model: author, strongest },
    },
    parts,
  );
  const id = route.kind === "ladder" ? route.models[0] : undefined;
  const model = parts.configuration.served.find((served) => served.id === id);
  if (model === undefined) return undefined;
  const price = parts.priceOf(model);
  if (price.kind === "unknown") return undefined;
  const usage = { uncached: tokens, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0, output: usual.output, reasoning: 0 };
  return { model, cost: price.kind === "free" ? noMoney : nano(costOf(price, usage)) };
}

/** A check beside the work never takes what the work itself may need: it is left out long before a budget ends. */
const leastTimesLeft = 4n;

export function isAffordable(cost: NanoUsd, { parts, request, task, warned }: TaskScope): boolean {
  if (cost === 0n) return true;
  if (warned.size > 0) return false;
  const left = parts.spend.left({ task, workspace: request.workspace });
  return left === "unlimited" || cost * leastTimesLeft <= left;
}
