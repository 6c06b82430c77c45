import { z } from "zod";
import type { PublishedModel, PublishedPrice } from "../catalogue/published.ts";
import { canChat, googleModel, listOllama, listPaths } from "../discovery.ts";
import type { Endpoint, Secrets } from "../endpoint.ts";
import { getJson } from "../http/get-json.ts";
import { listLmStudio } from "./lm-studio.ts";
import { perMillion } from "./per-million.ts";

export type Published =
  | { readonly kind: "published"; readonly source: string; readonly models: readonly PublishedModel[] }
  | { readonly kind: "unknown"; readonly because: string };

/** What a host itself says of its models and prices. Costs nothing, never rejects, and ends with the signal. */
export async function askPublished(endpoint: Endpoint, secrets: Secrets, signal: AbortSignal): Promise<Published> {
  if (endpoint.dialect === "ollama") return askOllama(endpoint, signal);
  if (endpoint.dialect.startsWith("openai-") && endpoint.local) {
    const studio = await listLmStudio(endpoint.url, signal);
    if (studio !== undefined) {
      const models = studio.map(({ name, loadedContext, context }) =>
        withSome({ name, context: loadedContext ?? context }),
      );
      return { kind: "published", source: "LM Studio /api/v0/models", models };
    }
  }
  if (endpoint.dialect.startsWith("openai-") && endpoint.provider === undefined) {
    const proxy = await askLiteLlm(endpoint, secrets, signal);
    if (proxy !== undefined) return proxy;
  }
  return askModels(endpoint, secrets, signal);
}

async function askOllama({ url }: Endpoint, signal: AbortSignal): Promise<Published> {
  const found = await listOllama(url, signal);
  if (found.kind === "unreachable") return { kind: "unknown", because: found.because };
  const models = found.models.filter(({ chat }) => chat !== false);
  const source = "Ollama /api/tags and /api/show";
  return {
    kind: "published",
    source,
    models: models.map(({ name, context, tools }) => withSome({ name, context, tools })),
  };
}

const scalar = z.union([z.number(), z.string()]).nullish().catch(undefined);
const size = z.int().positive().nullish().catch(undefined);

const liteLlm = z.looseObject({
  data: z.array(
    z.looseObject({
      model_name: z.string(),
      model_info: z.looseObject({
        input_cost_per_token: scalar,
        output_cost_per_token: scalar,
        cache_read_input_token_cost: scalar,
        cache_creation_input_token_cost: scalar,
        max_input_tokens: size,
        max_output_tokens: size,
        supports_function_calling: z.boolean().nullish().catch(undefined),
      }),
    }),
  ),
});

/** Undefined where no LiteLLM proxy answers. It gives models that it has no price for as costing 0, which says nothing. */
async function askLiteLlm(endpoint: Endpoint, secrets: Secrets, signal: AbortSignal): Promise<Published | undefined> {
  const base = { ...endpoint, url: endpoint.url.replace(/\/v1$/, "") };
  const answer = await getJson({ endpoint: base, path: "/model/info", secrets }, signal);
  const parsed = liteLlm.safeParse(answer.kind === "json" ? answer.value : undefined);
  if (!parsed.success) return undefined;
  const models = parsed.data.data.map(({ model_name: name, model_info: info }) =>
    withSome({
      name,
      context: info.max_input_tokens,
      maxOutput: info.max_output_tokens,
      tools: info.supports_function_calling,
      price: priceOf({
        input: perMillion(info.input_cost_per_token),
        output: perMillion(info.output_cost_per_token),
        cacheRead: perMillion(info.cache_read_input_token_cost),
        cacheWrite: perMillion(info.cache_creation_input_token_cost),
      }),
    }),
  );
  // One name may stand for several deployments; the dearest is what a call can cost.
  const byName = Map.groupBy(models, ({ name }) => name);
  return { kind: "published", source: "LiteLLM /model/info", models: [...byName.values()].map(dearest) };
}

const listed = z.looseObject({
  id: z.string(),
  context_length: size,
  context_window: size,
  max_context_length: size,
  max_model_len: size,
  max_input_tokens: size,
  max_completion_tokens: size,
  top_provider: z.looseObject({ max_completion_tokens: size }).nullish().catch(undefined),
  supported_parameters: z.array(z.string()).nullish().catch(undefined),
  pricing: z.record(z.string(), z.unknown()).nullish().catch(undefined),
});
const ofGoogle = googleModel.extend({ inputTokenLimit: size, outputTokenLimit: size });
type Listed = z.infer<typeof listed>;

const list = z.union([
  z.looseObject({ data: z.array(listed) }).transform(({ data }): readonly Listed[] => data),
  z.array(listed).transform((data): readonly Listed[] => data),
  z.looseObject({ models: z.array(ofGoogle) }).transform(({ models }): readonly Listed[] =>
    models.filter(canChat).map(({ name, inputTokenLimit, outputTokenLimit }) => ({
      id: name,
      max_input_tokens: inputTokenLimit,
      max_completion_tokens: outputTokenLimit,
    })),
  ),
]);

async function askModels(endpoint: Endpoint, secrets: Secrets, signal: AbortSignal): Promise<Published> {
  const path = listPaths[endpoint.dialect] ?? "/models";
  const answer = await getJson({ endpoint, path, secrets }, signal);
  switch (answer.kind) {
    case "no-key":
      return { kind: "unknown", because: `${endpoint.keyName} is not set.` };
    case "status":
      return { kind: "unknown", because: `${endpoint.id} answered with status ${answer.status}.` };
    case "unreachable":
      return { kind: "unknown", because: answer.because };
    case "json": {
      const parsed = list.safeParse(answer.value);
      if (!parsed.success)
        return { kind: "unknown", because: `${endpoint.id} keeps no list of models that we can read.` };
      const all = parsed.data;
      return {
        kind: "published",
        source: `${endpoint.id} ${path.replace(/\?.*/, "")}`,
        models: all.map((each) => modelIn(each, endpoint)),
      };
    }
  }
}

function modelIn(model: Listed, { provider }: Endpoint): PublishedModel {
  const { id: name, supported_parameters: parameters, pricing } = model;
  return withSome({
    name,
    context:
      model.context_length ??
      model.context_window ??
      model.max_context_length ??
      model.max_model_len ??
      model.max_input_tokens,
    maxOutput: model.max_completion_tokens ?? model.top_provider?.max_completion_tokens,
    tools: parameters?.includes("tools"),
    // Units differ between hosts, so prices are taken only from a host whose unit is known.
    price: provider === "openrouter" ? openRouterPrice(name, pricing ?? {}) : undefined,
  });
}

/** US dollars per token. A fee by the request, or a price that depends on the route (`-1`), has no place in our rates. */
function openRouterPrice(name: string, pricing: Readonly<Record<string, unknown>>): PublishedPrice | undefined {
  const isZero = (each: unknown) => each === undefined || Number(each) === 0;
  if (!isZero(pricing.request)) return undefined;
  if (name.endsWith(":free") && isZero(pricing.prompt) && isZero(pricing.completion)) return "free";
  return priceOf({
    input: perMillion(pricing.prompt),
    output: perMillion(pricing.completion),
    cacheRead: perMillion(pricing.input_cache_read),
    cacheWrite: perMillion(pricing.input_cache_write),
  });
}

type Amounts = Readonly<Record<"input" | "output" | "cacheRead" | "cacheWrite", string | undefined>>;

/** A price of 0 on both sides says that nobody filled it in. */
function priceOf({ input, output, cacheRead, cacheWrite }: Amounts): PublishedPrice | undefined {
  if (input === undefined || output === undefined || (Number(input) === 0 && Number(output) === 0)) return undefined;
  return {
    input,
    output,
    ...(cacheRead === undefined ? {} : { cacheRead }),
    ...(cacheWrite === undefined ? {} : { cacheWrite }),
  };
}

function dearest(same: readonly PublishedModel[]): PublishedModel {
  const output = ({ price }: PublishedModel) => (price === undefined || price === "free" ? 0 : Number(price.output));
  const [first] = same.toSorted((a, b) => output(b) - output(a));
  const isPriced = same.every(({ price }) => price !== undefined);
  const { price, ...facts } = first ?? { name: "", price: undefined };
  return isPriced && price !== undefined ? { ...facts, price } : facts;
}

interface Facts {
  readonly name: string;
  readonly context?: number | null | undefined;
  readonly maxOutput?: number | null | undefined;
  readonly tools?: boolean | null | undefined;
  readonly price?: PublishedPrice | undefined;
}

function withSome({ name, ...facts }: Facts): PublishedModel {
  const told = Object.entries(facts).filter(([, value]) => value !== undefined && value !== null);
  return { name, ...Object.fromEntries(told) };
}
