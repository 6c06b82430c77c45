import type { TestContext } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { Ollama } from "ollama";
import OpenAI from "openai";
import type { Fault, ScenarioInput } from "./scenario.ts";
import { type ModelServer, type ModelServerOptions, startModelServer } from "./server.ts";

export const threeModels: NonNullable<ScenarioInput["models"]> = [
  { name: "small", dialect: "ollama", family: "qwen", context: 8192, maxOutput: 2048, tools: true, price: "free" },
  {
    name: "open",
    dialect: "openai-chat",
    family: "glm",
    context: 64_000,
    maxOutput: 2048,
    tools: true,
    price: { input: "0.30", output: "1.20", cacheRead: "0.03" },
  },
  {
    name: "big",
    dialect: "anthropic",
    family: "claude",
    context: 200_000,
    maxOutput: 2048,
    tools: true,
    price: { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
  },
];

/** Beside the three, models of the dialects that only the contract needs. */
export const everyDialect: NonNullable<ScenarioInput["models"]> = [
  ...threeModels,
  ...(
    [
      ["reasoner", "openai-responses", "gpt"],
      ["thinker", "gemini", "gemini"],
    ] as const
  ).map(([name, dialect, family]) => ({
    name,
    dialect,
    family,
    context: 200_000,
    maxOutput: 2048,
    tools: true,
    price: { input: 2, output: 10, cacheRead: 0.2 },
  })),
];

type Scripts = NonNullable<ScenarioInput["scripts"]>;

/** A server with the three models and these scripts, closed when the test ends. */
export async function serve(
  context: TestContext,
  scripts: Scripts,
  options: Partial<ModelServerOptions> = {},
): Promise<ModelServer> {
  const server = await startModelServer({ scenarios: { models: threeModels, scripts }, ...options });
  context.after(() => server.close());
  return server;
}

export function faulty(fault: Fault, faultTimes?: number): Scripts {
  const text = "one two three four five six seven eight nine ten";
  const turn = { text, fault, pieces: { characters: 8 }, ...(faultTimes === undefined ? {} : { faultTimes }) };
  return [{ model: "*", turns: [turn] }];
}

export const openai = (server: ModelServer, apiKey = "key") =>
  new OpenAI({ baseURL: `${server.url}/v1`, apiKey, maxRetries: 0 });
export const anthropic = (server: ModelServer, apiKey = "key") =>
  new Anthropic({ baseURL: server.url, apiKey, maxRetries: 0 });
export const ollama = (server: ModelServer) => new Ollama({ host: server.url });

export interface RawReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Whether the connection broke before the end. */
  readonly broken: boolean;
}

const paths = { small: "/api/chat", open: "/v1/chat/completions", big: "/v1/messages" } as const;

/** A request as a plain client sends it, with whatever came back. */
export async function post(
  server: ModelServer,
  model: keyof typeof paths,
  prompt = "hello",
  signal?: AbortSignal,
  /** Leaves in the middle after so many characters. */
  enough = Number.POSITIVE_INFINITY,
): Promise<RawReply> {
  const body = {
    model,
    stream: true,
    messages: [{ role: "user", content: prompt }],
    ...(model === "small" ? {} : { max_tokens: 500 }),
    ...(model === "open" ? { stream_options: { include_usage: true } } : {}),
  };
  const response = await fetch(server.url + paths[model], {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "x-client-request-id": `raw-${model}` },
    redirect: "manual",
    ...(signal === undefined ? {} : { signal }),
  });
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const part of response.body ?? []) {
      text += decoder.decode(part, { stream: true });
      if (text.length >= enough) return { status: response.status, headers: response.headers, text, broken: true };
    }
  } catch {
    return { status: response.status, headers: response.headers, text, broken: true };
  }
  return { status: response.status, headers: response.headers, text, broken: false };
}

export const everyModel = ["small", "open", "big"] as const;
