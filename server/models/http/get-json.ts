import type { DialectName, Endpoint, Secrets } from "../endpoint.ts";
import { CallStopped } from "./call-failure.ts";
import { type Fetch, guardedFetch } from "./guarded-fetch.ts";

export interface JsonQuestion {
  readonly endpoint: Endpoint;
  /** Appended to the endpoint's URL. */
  readonly path: string;
  readonly secrets: Secrets;
  /** Sent as JSON by POST; absent: GET. */
  readonly body?: unknown;
  readonly fetch?: Fetch | undefined;
}

export type JsonAnswer =
  | { readonly kind: "json"; readonly value: unknown }
  /** Any status that is no success. */
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "no-key" }
  | { readonly kind: "unreachable"; readonly because: string };

/** Milliseconds and bytes: enough for a host's long list of models, and no more. */
const limits = { headers: 10_000, firstToken: 10_000, idle: 10_000, bytes: 16 * 1024 * 1024 };

/** Asks a host something small that costs nothing. Never throws, and ends with the signal. */
export async function getJson(question: JsonQuestion, signal: AbortSignal): Promise<JsonAnswer> {
  const { endpoint, path, secrets, body, fetch } = question;
  const key = endpoint.keyName === undefined ? undefined : secrets.read(endpoint.keyName);
  if (endpoint.keyName !== undefined && (key === undefined || key === "")) return { kind: "no-key" };
  const answer = await guardedFetch(
    {
      endpoint,
      url: endpoint.url + path,
      method: body === undefined ? "GET" : "POST",
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...versionFor(endpoint.dialect),
      },
      credentials: key === undefined ? {} : credentialsFor(endpoint.dialect, key),
      body: body === undefined ? undefined : JSON.stringify(body),
      limits,
    },
    signal,
    fetch,
  );
  if (answer.kind === "cancelled") return { kind: "unreachable", because: `${endpoint.id} did not answer in time.` };
  if (answer.kind === "failed") return { kind: "unreachable", because: answer.error.message };
  try {
    if (answer.status < 200 || answer.status > 299) return { kind: "status", status: answer.status };
    const text = await textOf(answer.body);
    if (/^\s*</.test(text)) return { kind: "unreachable", because: webPage(endpoint) };
    return { kind: "json", value: JSON.parse(text) };
  } catch (thrown) {
    const because =
      thrown instanceof CallStopped && thrown.stop.kind === "failed"
        ? thrown.stop.error.message
        : `${endpoint.id} did not answer with JSON; check that its "url" is the address of its API.`;
    return { kind: "unreachable", because };
  } finally {
    answer.close();
  }
}

function webPage({ id }: Endpoint): string {
  return `${id} answered with a web page and not as an API does; check that its "url" is the address of its API.`;
}

function credentialsFor(dialect: DialectName, key: string): Record<string, string> {
  if (dialect === "anthropic") return { "x-api-key": key };
  return dialect === "gemini" ? { "x-goog-api-key": key } : { authorization: `Bearer ${key}` };
}

function versionFor(dialect: DialectName): Record<string, string> {
  return dialect === "anthropic" ? { "anthropic-version": "2023-06-01" } : {};
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
