import type OpenAI from "openai";
import type { Fetch } from "./http/guarded-fetch.ts";

/** The official package with `fetch` as its only way out, and nothing read from the environment. */
export async function openAiClient(baseURL: string, fetch: Fetch): Promise<OpenAI> {
  const { default: Client } = await import("openai");
  return new Client({
    baseURL,
    apiKey: "added-behind-fetch",
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    logLevel: "off",
    fetch,
  });
}
