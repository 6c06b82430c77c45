import type { Endpoint } from "../endpoint.ts";
import type { ModelError } from "../model-error.ts";
import { modelError } from "./call-failure.ts";

/** Whether `url` may be asked on behalf of the endpoint. Undefined: yes. Everything unclear is refused. */
export function refuseAddress(endpoint: Endpoint, url: string, sendsKey: boolean): ModelError | undefined {
  const base = parseUrl(endpoint.url);
  const target = parseUrl(url);
  if (base === undefined || target === undefined || !["http:", "https:"].includes(target.protocol)) {
    return modelError("unreachable", `The address of ${endpoint.id} is not an http or https URL; correct its "url".`);
  }
  if (target.origin !== base.origin) {
    return modelError(
      "unreachable",
      `A request for ${endpoint.id} would have gone to ${target.origin}; it was not sent.`,
    );
  }
  if (sendsKey && target.protocol === "http:" && !isLoopback(target.hostname) && !endpoint.local) {
    return modelError(
      "unreachable",
      `${endpoint.id} would send its key unencrypted to ${target.host}; use https, or declare the endpoint local.`,
    );
  }
  return undefined;
}

/** For the host name of a parsed URL, in which numeric addresses are already in their usual form. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
