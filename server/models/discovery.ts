import { z } from "zod";
import type { DialectName, Endpoint, Secrets } from "./endpoint.ts";
import { getJson, type JsonAnswer } from "./http/get-json.ts";

/** A model that an Ollama has pulled. What its server does not tell is undefined. */
export interface FoundOllamaModel {
  readonly name: string;
  /** The most that the weights can read, in tokens. */
  readonly context: number | undefined;
  readonly tools: boolean | undefined;
  readonly family: string | undefined;
  /** False for models that only embed text. */
  readonly chat: boolean | undefined;
}

export type FoundOllama =
  | { readonly kind: "models"; readonly models: readonly FoundOllamaModel[] }
  | { readonly kind: "unreachable"; readonly because: string };

export type ReachResult =
  /** `models` is undefined when the host keeps no list. */
  | { readonly kind: "reached"; readonly models: readonly string[] | undefined }
  | { readonly kind: "no-key" }
  | { readonly kind: "wrong-key" }
  | { readonly kind: "unreachable"; readonly because: string };

const noSecrets: Secrets = { read: () => undefined };
const mostOllamaModels = 100;

const tags = z.looseObject({ models: z.array(z.looseObject({ name: z.string() })) });
const text = z.string().nullish().catch(undefined);
const shown = z.looseObject({
  details: z.looseObject({ family: text }).nullish().catch(undefined),
  model_info: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  capabilities: z.array(z.string()).nullish().catch(undefined),
});

/** The models of the Ollama at a base address, each with what its server tells of it. Never rejects, and ends with the signal. */
export async function listOllama(url: string, signal: AbortSignal): Promise<FoundOllama> {
  const endpoint = ollamaAt(url);
  const answer = await getJson({ endpoint, path: "/api/tags", secrets: noSecrets }, signal);
  if (answer.kind !== "json") return { kind: "unreachable", because: reasonOf(answer, endpoint) };
  const parsed = tags.safeParse(answer.value);
  if (!parsed.success) return { kind: "unreachable", because: `What runs at ${url} is no Ollama.` };
  const names = parsed.data.models.slice(0, mostOllamaModels).map(({ name }) => name);
  return { kind: "models", models: await Promise.all(names.map((name) => describe(endpoint, name, signal))) };
}

async function describe(endpoint: Endpoint, name: string, signal: AbortSignal): Promise<FoundOllamaModel> {
  const answer = await getJson({ endpoint, path: "/api/show", secrets: noSecrets, body: { model: name } }, signal);
  const parsed = shown.safeParse(answer.kind === "json" ? answer.value : undefined);
  if (!parsed.success) return { name, context: undefined, tools: undefined, family: undefined, chat: undefined };
  const { details, model_info: info, capabilities } = parsed.data;
  return {
    name,
    context: contextOf(info ?? {}),
    tools: capabilities?.includes("tools"),
    family: details?.family || undefined,
    chat: capabilities?.includes("completion"),
  };
}

function contextOf(info: Readonly<Record<string, unknown>>): number | undefined {
  const size = info[`${info["general.architecture"]}.context_length`];
  return typeof size === "number" && Number.isInteger(size) && size > 0 ? size : undefined;
}

/** A model as Google lists it; those that only embed, draw or speak stand in the same list. */
export const googleModel = z.looseObject({
  name: z.string().transform((name) => name.replace(/^models\//, "")),
  supportedGenerationMethods: z.array(z.string()).nullish().catch(undefined),
});

export function canChat({ supportedGenerationMethods: methods }: z.infer<typeof googleModel>): boolean {
  return methods?.includes("generateContent") ?? true;
}

const list = z.union([
  z.looseObject({ data: z.array(z.looseObject({ id: z.string() })) }).transform(({ data }) => data.map(({ id }) => id)),
  z
    .looseObject({ models: z.array(googleModel) })
    .transform(({ models }) => models.filter(canChat).map(({ name }) => name)),
]);
/** Where a dialect lists its models, if not at `/models`. */
export const listPaths: Partial<Record<DialectName, string>> = {
  anthropic: "/v1/models?limit=1000",
  gemini: "/models?pageSize=1000",
};

/** The names under which a hosted model's host lists its models. Costs nothing. Never rejects. */
export async function listHostModels(endpoint: Endpoint, secrets: Secrets, signal: AbortSignal): Promise<ReachResult> {
  const path = listPaths[endpoint.dialect] ?? "/models";
  const answer = await getJson({ endpoint, path, secrets }, signal);
  switch (answer.kind) {
    case "json": {
      const parsed = list.safeParse(answer.value);
      return { kind: "reached", models: parsed.data };
    }
    case "status":
      return ofStatus(answer.status, endpoint);
    default:
      return answer;
  }
}

/** Whether an endpoint answers and takes the key, without a paid call. Never rejects, and ends with the signal. */
export async function reach(endpoint: Endpoint, secrets: Secrets, signal: AbortSignal): Promise<ReachResult> {
  if (endpoint.dialect === "ollama") return reachOllama(endpoint, secrets, signal);
  if (endpoint.provider === "openrouter") {
    // Its list of models is open to everyone, so that alone says nothing about the key.
    const key = await getJson({ endpoint, path: "/key", secrets }, signal);
    if (key.kind === "status" && isKeyRefusal(key.status, endpoint)) return { kind: "wrong-key" };
  }
  return listHostModels(endpoint, secrets, signal);
}

async function reachOllama(endpoint: Endpoint, secrets: Secrets, signal: AbortSignal): Promise<ReachResult> {
  const answer = await getJson({ endpoint, path: "/api/tags", secrets }, signal);
  if (answer.kind === "no-key" || answer.kind === "unreachable") return answer;
  if (answer.kind === "status") return ofStatus(answer.status, endpoint);
  const parsed = tags.safeParse(answer.value);
  return parsed.success
    ? { kind: "reached", models: parsed.data.models.map(({ name }) => name) }
    : { kind: "unreachable", because: `What runs at ${endpoint.url} is no Ollama.` };
}

function ofStatus(status: number, endpoint: Endpoint): ReachResult {
  if (isKeyRefusal(status, endpoint)) return { kind: "wrong-key" };
  if (status === 404 || status === 405) return { kind: "reached", models: undefined };
  return { kind: "unreachable", because: `${endpoint.id} answered with status ${status}.` };
}

/** Google calls a request with a wrong key a bad one, and nothing else in a question for the list can be bad. */
function isKeyRefusal(status: number, { dialect }: Endpoint): boolean {
  return status === 401 || status === 403 || (status === 400 && dialect === "gemini");
}

function reasonOf(answer: Exclude<JsonAnswer, { kind: "json" }>, { url }: Endpoint): string {
  switch (answer.kind) {
    case "unreachable":
      return answer.because;
    case "no-key":
      return `Ollama at ${url} wants a key.`;
    case "status":
      return `What runs at ${url} answered with status ${answer.status}.`;
  }
}

function ollamaAt(url: string): Endpoint {
  const base = url.replace(/\/+$/, "");
  const timeouts = { headers: 0, firstToken: 0, idle: 0 };
  return { id: "ollama", dialect: "ollama", url: base, keyName: undefined, provider: undefined, local: true, timeouts };
}
