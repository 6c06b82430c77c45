import { withoutEffort } from "../models/effort.ts";
import type { Endpoint, ServedModel } from "../models/endpoint.ts";
import { formatUsd } from "../spend/money.ts";
import type { Price } from "../spend/price.ts";
import type { Configuration } from "./configuration.ts";
import type { Facts, ReachOutcome } from "./doctor.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";
import { isCloudModel } from "./written-values.ts";

export function endpointFindings({ served }: Configuration, { reach }: Facts): readonly Finding[] {
  const endpoints = new Map(served.map(({ endpoint }) => [endpoint.id, endpoint]));
  return [...endpoints.values()].map((endpoint) => endpointFinding(endpoint, reach.get(endpoint.id)));
}

function endpointFinding({ id, url, keyName, dialect }: Endpoint, outcome: ReachOutcome | undefined): Finding {
  const variable = keyName ?? "a variable of your choice";
  switch (outcome?.kind) {
    case undefined:
      return warning(id, `${url} was not asked.`, "Run stepladder doctor again.");
    case "reached":
      return ok(id, keyName === undefined ? `${url} answers.` : `${url} answers and accepts ${keyName}.`);
    case "no-key": {
      const next = `Set ${variable} to your key${keyName === undefined ? " and name it under `key`" : ""}.`;
      return problem(id, `${url} needs a key and ${variable} is not set.`, next);
    }
    case "wrong-key":
      return problem(id, `${url} does not accept the key in ${variable}.`, `Put a valid key into ${variable}.`);
    case "unreachable": {
      const next = dialect === "ollama" ? "Start Ollama: ollama serve" : "Check the address and your network.";
      return problem(id, `${url} can't be reached: ${outcome.because}`, next);
    }
  }
}

/** Tokens. Below it an agent's instructions, tools and one file hardly fit. */
export const leastAgentContext = 16_384;

/** Of all its efforts together, since they differ in none of this. */
export function modelFindings(served: ServedModel, facts: Facts): readonly Finding[] {
  const named = { ...served, id: withoutEffort(served.id) };
  return [
    priceFinding(named, facts.prices.get(served.id)),
    ...listingFindings(named, facts),
    ...contextFindings(named),
  ];
}

function priceFinding({ id }: ServedModel, price: Price | undefined): Finding {
  switch (price?.kind) {
    case "free":
      return ok(id, `Free (${price.source}).`);
    case "priced":
      return ok(
        id,
        `${formatUsd(price.rates.input.base)} in and ${formatUsd(price.rates.output.base)} out per million tokens (${price.source}, ${price.asOf.slice(0, 10)}).`,
      );
    default:
      return problem(
        id,
        `Its price is not known, so calls are refused${price === undefined ? "." : `: ${price.because}`}`,
        'Give its entry a "price", or "price": "free".',
      );
  }
}

function listingFindings({ id, model, endpoint }: ServedModel, { reach }: Facts): readonly Finding[] {
  const outcome = reach.get(endpoint.id);
  if (outcome?.kind !== "reached" || outcome.models === undefined || isListed(model, outcome.models)) return [];
  if (endpoint.dialect !== "ollama")
    return [warning(id, `${endpoint.id} does not list it.`, "Check its name at the host.")];
  return isCloudModel(model) ? [] : [problem(id, "It is not pulled.", `Run: ollama pull ${model}`)];
}

/** Ollama leaves `:latest` away, and some hosts write a folder before the name. */
function isListed(model: string, listed: readonly string[]): boolean {
  return listed.some(
    (each) => each === model || each === `${model}:latest` || `${each}:latest` === model || each === `models/${model}`,
  );
}

function contextFindings({ id, context }: ServedModel): readonly Finding[] {
  if (context >= leastAgentContext) return [];
  return [
    warning(
      id,
      `Its context of ${context} tokens is small for an agent.`,
      `Set "context" to ${leastAgentContext} or more.`,
    ),
  ];
}
