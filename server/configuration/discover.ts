import { catalogue, familyOf, offersOf } from "../models/catalogue/catalogue.ts";
import type { Provider } from "../models/catalogue/schema.ts";
import type { Endpoint, ServedModel } from "../models/endpoint.ts";
import { defaultContext, defaultMaxOutput, defaultTimeouts } from "./defaults.ts";
import { ollamaAddress } from "./ollama-address.ts";
import { isCloudModel } from "./written-values.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** A model that an Ollama has pulled. What its server does not tell is undefined. */
export interface OllamaModel {
  readonly name: string;
  /** The most that the weights can read, in tokens. */
  readonly context: number | undefined;
  readonly tools: boolean | undefined;
  /** False for models that only embed text. */
  readonly chat: boolean | undefined;
}

export type OllamaListing =
  | { readonly kind: "models"; readonly models: readonly OllamaModel[] }
  | { readonly kind: "unreachable"; readonly because: string };

/** Asks an Ollama at a base address for its models. Never rejects, and ends with the signal. */
export type ListOllama = (url: string, signal: AbortSignal) => Promise<OllamaListing>;

/** Asks an LM Studio what it has; undefined where none runs. Never rejects, and ends with the signal. */
export type ListLmStudio = (
  url: string,
  signal: AbortSignal,
) => Promise<readonly { readonly name: string; readonly loadedContext: number | undefined }[] | undefined>;

export interface Found {
  readonly served: readonly ServedModel[];
  readonly notices: readonly string[];
}

/** Milliseconds. A server on the same machine answers at once or is not there. */
const localPatience = 400;

export interface DiscoverRequest {
  readonly env: Environment;
  /** Whether there is a key of this name; by default in the environment. */
  readonly hasKey?: ((name: string) => boolean) | undefined;
  readonly listOllama: ListOllama;
  readonly listLmStudio?: ListLmStudio | undefined;
  readonly signal: AbortSignal;
}

/** What this machine offers without endpoints: the models of a running Ollama or LM Studio, and the hosts whose usual keys are there. */
export async function discover({ env, hasKey, listOllama, listLmStudio, signal }: DiscoverRequest): Promise<Found> {
  const isThere = hasKey ?? ((name: string) => (env[name] ?? "").trim() !== "");
  const local = await Promise.all([findOllama(env, listOllama, signal), findLmStudio(listLmStudio, signal)]);
  const hosted = catalogue.providers.flatMap((provider) => {
    const keyName = provider.keys.find(isThere);
    return keyName === undefined ? [] : [fromProvider(provider, keyName)];
  });
  const all = [...local, ...hosted];
  return {
    served: all.flatMap(({ served }) => served),
    notices: all.flatMap(({ notices }) => notices),
  };
}

async function findOllama(env: Environment, listOllama: ListOllama, signal: AbortSignal): Promise<Found> {
  const address = ollamaAddress(env.OLLAMA_HOST);
  if (address.kind === "unreadable") return nothing("OLLAMA_HOST is not an address; correct or unset it.");
  if (address.kind === "elsewhere") {
    return nothing(
      "OLLAMA_HOST names another machine, which is not used unasked; write it into your configuration as an endpoint.",
    );
  }
  const listing = await listOllama(address.url, AbortSignal.any([signal, AbortSignal.timeout(localPatience)]));
  if (listing.kind === "unreachable") return nothing();
  const endpoint: Endpoint = {
    id: "ollama",
    dialect: "ollama",
    url: address.url,
    keyName: undefined,
    provider: undefined,
    local: true,
    timeouts: defaultTimeouts.local,
  };
  const served = listing.models.filter(isLocalChat).map((model) => fromOllama(endpoint, model));
  if (served.length === 0) {
    return nothing(
      `Ollama runs at ${address.url} without a model to chat with; pull one, such as: ollama pull qwen3-coder:30b`,
    );
  }
  const models = served.length === 1 ? "1 model" : `${served.length} models`;
  return { served, notices: [`Found Ollama at ${address.url} with ${models}.`] };
}

/** Only what is loaded: a model that it would load by itself gets a context too small for an agent. */
async function findLmStudio(list: ListLmStudio | undefined, signal: AbortSignal): Promise<Found> {
  const server = catalogue.servers.find(({ id }) => id === "lm-studio");
  if (server === undefined || list === undefined) return nothing();
  const all = await list(server.url, AbortSignal.any([signal, AbortSignal.timeout(localPatience)]));
  if (all === undefined) return nothing();
  const loaded = all.flatMap(({ name, loadedContext: context }) => (context === undefined ? [] : [{ name, context }]));
  if (loaded.length === 0) {
    return nothing(
      `LM Studio runs at ${server.url} without a loaded model; load one there with a context of 16384 or more.`,
    );
  }
  const { id, dialect, url } = server;
  const timeouts = defaultTimeouts.local;
  const endpoint: Endpoint = { id, dialect, url, keyName: undefined, provider: undefined, local: true, timeouts };
  const served = loaded.map(({ name, context }): ServedModel => {
    const maxOutput = Math.min(defaultMaxOutput, Math.floor(context / 2));
    const family = familyOf(name);
    return { id: `${id}/${name}`, endpoint, model: name, family, context, maxOutput, abilities: { tools: true } };
  });
  return { served, notices: [`Found LM Studio at ${url} with ${loaded.map(({ name }) => name).join(", ")}.`] };
}

function nothing(...notices: string[]): Found {
  return { served: [], notices };
}

function isLocalChat({ name, chat }: OllamaModel): boolean {
  return !isCloudModel(name) && (chat ?? !/embed|(?:^|\/)(?:bge|all-minilm)/i.test(name));
}

function fromOllama(endpoint: Endpoint, model: OllamaModel): ServedModel {
  const context = Math.min(model.context ?? defaultContext.ollama, defaultContext.ollama);
  return {
    id: `${endpoint.id}/${model.name}`,
    endpoint,
    model: model.name,
    family: familyOf(model.name),
    context,
    maxOutput: Math.min(defaultMaxOutput, Math.floor(context / 2)),
    abilities: { tools: model.tools ?? true },
  };
}

function fromProvider(provider: Provider, keyName: string): Found {
  const { id, dialect, url, priceList } = provider;
  const timeouts = defaultTimeouts.remote;
  const endpoint: Endpoint = { id, dialect, url, keyName, provider: priceList, local: false, timeouts };
  const starters = offersOf(provider).filter(({ starter }) => starter);
  const served = starters.map(
    ({ model, as, context, maxOutput }): ServedModel => ({
      id: `${id}/${as}`,
      endpoint,
      model: as,
      family: model.family,
      weights: model.id,
      context,
      maxOutput,
      abilities: { tools: model.abilities.tools },
    }),
  );
  return { served, notices: [`Found ${keyName}: ${id} serves ${starters.map(({ as }) => as).join(", ")}.`] };
}
