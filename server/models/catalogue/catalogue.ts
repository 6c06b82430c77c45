import models from "./models.json" with { type: "json" };
import providers from "./providers.json" with { type: "json" };
import { type CatalogueModel, modelData, type Provider, providerData } from "./schema.ts";

const hosts = providerData.parse(providers);

/** What is known of models, whoever serves them, of the hosts that need nothing but a key, and of servers that people run. */
export const catalogue = { ...modelData.parse(models), providers: hosts.providers, servers: hosts.servers };

const byId = new Map(catalogue.models.map((model) => [model.id, model]));
const families = new Map(Object.entries(catalogue.families));

export function modelCalled(id: string): CatalogueModel | undefined {
  return byId.get(id);
}

/** One model as one host offers it. */
export interface Offer {
  readonly model: CatalogueModel;
  /** The name that goes over the wire. */
  readonly as: string;
  /** Tokens. */
  readonly context: number;
  readonly maxOutput: number;
  readonly starter: boolean;
}

export function offersOf({ serves }: Provider): readonly Offer[] {
  return serves.flatMap(({ model: id, as, context, maxOutput, starter }) => {
    const model = byId.get(id);
    if (model === undefined) return [];
    const limits = { context: context ?? model.context, maxOutput: maxOutput ?? model.maxOutput };
    return [{ model, as, ...limits, starter: starter === true }];
  });
}

/** The provider that serves at an address, if it is one of the usual ones. */
export function providerAt(url: string): Provider | undefined {
  const host = hostOf(url);
  return host === undefined ? undefined : catalogue.providers.find((provider) => hostOf(provider.url) === host);
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

/** What is known of the model behind a name at an address. */
export function offerAt(url: string, as: string): Offer | undefined {
  const provider = providerAt(url);
  return provider === undefined ? undefined : offersOf(provider).find((offer) => offer.as === as);
}

/** The lower-case family of a model's weights, read from its name: `Qwen/Qwen3-Coder:30b` is `qwen`. */
export function familyOf(model: string): string {
  const name = model.slice(model.lastIndexOf("/") + 1).toLowerCase();
  const word = /[a-z]+/.exec(name)?.[0] ?? "unknown";
  return families.get(word) ?? word;
}
