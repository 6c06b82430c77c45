import { reach } from "../discovery.ts";
import type { DialectName, Endpoint } from "../endpoint.ts";
import { isLoopback } from "../http/address.ts";

export interface Address {
  readonly dialect: DialectName;
  readonly url: string;
  /** Used for this question only. */
  readonly key: string | undefined;
}

export type ListedModels =
  | { readonly kind: "listed"; readonly models: readonly string[] }
  /** It answers, and keeps no list; its models can be named by hand. */
  | { readonly kind: "no-list"; readonly because: string }
  /** The key is missing, is not accepted, or may not go there. */
  | { readonly kind: "refused"; readonly because: string }
  /** Each `because` is a sentence that ends in the next step and never holds the key. */
  | { readonly kind: "failed"; readonly because: string };

/** Milliseconds. A person is waiting. */
const patience = 15_000;

/** The models that a host offers before it is configured. Costs nothing. Never rejects, and ends with the signal. */
export async function listAtAddress(address: Address, signal: AbortSignal): Promise<ListedModels> {
  const url = address.url.trim().replace(/\/+$/, "");
  const mistake = addressMistake(url);
  if (mistake !== undefined) return failed(mistake);
  const key = address.key?.trim() || undefined;
  const { host, hostname, protocol } = new URL(url);
  if (key !== undefined && protocol === "http:" && !isLoopback(hostname)) {
    return refused(`${host} would get the key unencrypted; write the address with https://, or leave the key out.`);
  }
  const outOfTime = AbortSignal.timeout(patience);
  const endpoint = endpointAt(address.dialect, url, host, key);
  const result = await reach(endpoint, { read: () => key }, AbortSignal.any([signal, outOfTime]));
  switch (result.kind) {
    case "reached":
      return result.models === undefined
        ? { kind: "no-list", because: noList(address.dialect, host) }
        : { kind: "listed", models: result.models };
    case "no-key":
      return refused(`${host} wants a key; paste one.`);
    case "wrong-key":
      return refused(
        key === undefined
          ? `${host} wants a key; paste one.`
          : `${host} does not accept this key; check that it is whole and still valid, and paste it again.`,
      );
    case "unreachable":
      return failed(
        outOfTime.aborted
          ? `${host} did not answer within ${patience / 1000} seconds; check the address and your network.`
          : withoutKey(result.because, key),
      );
  }
}

function failed(because: string): ListedModels {
  return { kind: "failed", because };
}

function refused(because: string): ListedModels {
  return { kind: "refused", because };
}

function addressMistake(url: string): string | undefined {
  if (!URL.canParse(url) || !/^https?:\/\//i.test(url)) {
    return "This is no address; write one that begins with https://, such as https://openrouter.ai/api/v1.";
  }
  const { username, password, search, hash } = new URL(url);
  if (username !== "" || password !== "") {
    return "The address holds a user name or password; leave it out, and paste the key where it is asked for.";
  }
  if (search !== "" || hash !== "") return "The address goes on after ? or #; leave that part out.";
  return undefined;
}

function endpointAt(dialect: DialectName, url: string, host: string, key: string | undefined): Endpoint {
  return {
    id: host,
    dialect,
    url,
    keyName: key === undefined ? undefined : "KEY",
    provider: host === "openrouter.ai" ? "openrouter" : undefined,
    local: false,
    timeouts: { headers: 0, firstToken: 0, idle: 0 },
  };
}

function noList(dialect: DialectName, host: string): string {
  const usual = dialect.startsWith("openai-") ? " Most such addresses end in /v1: check yours," : " Check the address,";
  return `${host} has no list of models there.${usual} or name its models yourself.`;
}

function withoutKey(text: string, key: string | undefined): string {
  return key === undefined ? text : text.replaceAll(key, "[key]");
}
