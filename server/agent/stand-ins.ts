import { chooseEndpoint, type Needs, type Option, sameWeights } from "../models/catalogue/choose-endpoint.ts";
import type { ChatRequest } from "../models/chat.ts";
import { withoutEffort } from "../models/effort.ts";
import type { ServedModel } from "../models/endpoint.ts";
import { estimateRequest } from "../models/estimate.ts";
import type { Kind } from "../protocol/events.ts";
import { typicalUsage } from "../routing/usual.ts";
import { costOf } from "../spend/price.ts";
import { allowedModels } from "./ladder.ts";
import type { TaskScope } from "./task-scope.ts";

/** A reply shorter than this is of little use. */
const leastOutput = 1_024;

/** The endpoint at which an attempt of these weights should begin now; undefined when none may. What is local stays local. */
export function endpointNow(model: ServedModel, kind: Kind, task: TaskScope): ServedModel | undefined {
  const needs = { localOnly: model.endpoint.local || task.privacy.touched, tools: false, context: 0 };
  const options = optionsFor(model, kind, task).filter(({ served }) => served.effort === model.effort);
  return choose(options, needs, task);
}

/**
 * The endpoint that may answer this call in place of the one that failed it: one of the same effort or, where there is none,
 * of another. What runs on this machine never moves off it, and nothing goes where the user did not let this kind of work go.
 * `tried` holds names without an effort.
 */
export function standInFor(
  failed: ChatRequest,
  tried: ReadonlySet<string>,
  kind: Kind,
  task: TaskScope,
): ServedModel | undefined {
  const { target, tools, maxOutputTokens } = failed;
  const needs = {
    localOnly: target.endpoint.local || task.privacy.touched,
    tools: tools.length > 0 && target.abilities.tools,
    context: estimateRequest(failed) + Math.min(maxOutputTokens, leastOutput),
  };
  const options = optionsFor(target, kind, task).filter(({ served }) => !tried.has(withoutEffort(served.id)));
  const alike = options.filter(({ served }) => served.effort === target.effort);
  return choose(alike, needs, task) ?? choose(options, needs, task);
}

function optionsFor(model: ServedModel, kind: Kind, task: TaskScope): readonly Option[] {
  const { configuration, priceOf } = task.parts;
  const allowed = allowedModels(model, kind, task);
  return allowed.ids.flatMap((id, index): readonly Option[] => {
    const served = configuration.served.find((each) => each.id === id && sameWeights(each, model));
    if (served === undefined) return [];
    const price = priceOf(served);
    if (price.kind === "unknown") return [{ served, cost: undefined }];
    return [{ served, cost: allowed.inOrder ? BigInt(index) : costOf(price, typicalUsage[kind]) }];
  });
}

function choose(options: readonly Option[], needs: Needs, { parts }: TaskScope): ServedModel | undefined {
  const { health, at } = parts.endpoints.now();
  return chooseEndpoint(options, needs, health, at);
}
