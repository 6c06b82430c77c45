import type { Endpoint } from "../endpoint.ts";

/** OpenAI's projects can be set to a tier of another price; the one that is asked for is the one whose price is known. */
export function listPriceTier({ url }: Endpoint): { readonly service_tier?: "default" } {
  const { hostname } = new URL(url);
  return /(^|\.)api\.openai\.com$/.test(hostname) ? { service_tier: "default" } : {};
}
