import { catalogue, offersOf } from "../models/catalogue/catalogue.ts";
import type { FoundOllama } from "../models/discovery.ts";
import { withoutEffort } from "../models/effort.ts";
import type { ServedModel } from "../models/endpoint.ts";
import type { ModelsView, ModelView } from "../protocol/requests.ts";
import { usdText } from "../spend/money.ts";
import type { Price } from "../spend/price.ts";
import type { Configuration } from "./configuration.ts";

export interface ModelFacts {
  readonly configuration: Configuration;
  readonly hasKey: (name: string) => boolean;
  readonly priceOf: (served: ServedModel) => Price;
  readonly ollama: { readonly url: string; readonly found: FoundOllama };
}

/** What may be used, what this machine has and what one key would add. Holds no key. */
export function modelsView({ configuration, hasKey, priceOf, ollama }: ModelFacts): ModelsView {
  const { origin, served, rungs, pins, excluded } = configuration;
  const rungOf = new Map(rungs.flatMap(({ name, models }) => models.map((model) => [model, name] as const)));
  return {
    origin,
    models: served.map(
      (model): ModelView => ({
        id: model.id,
        name: withoutEffort(model.id),
        rung: rungOf.get(model.id),
        family: model.family,
        local: model.endpoint.local,
        context: model.context,
        tools: model.abilities.tools,
        price: priceView(priceOf(model)),
        hasKey: model.endpoint.keyName === undefined || hasKey(model.endpoint.keyName),
      }),
    ),
    rungs,
    pins: Object.fromEntries(pins),
    excluded: [...excluded],
    ollama: ollamaView(ollama),
    providers: catalogue.providers.map((provider) => {
      const { id, name, keys } = provider;
      // Who wrote an address for it, a gateway for example, sends the key there and nowhere else.
      const { dialect, url } = served.find(({ endpoint }) => endpoint.id === id)?.endpoint ?? provider;
      const models = offersOf(provider).filter(({ starter }) => starter);
      const keyName = keys.find(hasKey) ?? keys[0] ?? "";
      return {
        id,
        name,
        dialect,
        url,
        keyName,
        hasKey: hasKey(keyName),
        models: models.map(({ as }) => as),
        rungs: Object.fromEntries(models.map(({ as, model }) => [as, model.rung])),
      };
    }),
  };
}

function priceView(price: Price): ModelView["price"] {
  switch (price.kind) {
    case "priced": {
      const { input, output } = price.rates;
      return {
        kind: "priced",
        input: usdText(input.base),
        output: usdText(output.base),
        source: price.source,
      };
    }
    case "free":
      return { kind: "free" };
    case "unknown":
      return price;
  }
}

function ollamaView({ url, found }: ModelFacts["ollama"]): ModelsView["ollama"] {
  if (found.kind === "unreachable") return { kind: "absent", url, because: found.because };
  const models = found.models.filter(({ chat }) => chat !== false).map(({ name }) => name);
  return { kind: "running", url, models };
}
