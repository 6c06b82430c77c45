import type { Endpoint } from "../endpoint.ts";
import { type CallStop, failed, modelError, retryNever, retrySoon } from "./call-failure.ts";

const notConnected = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_FAIL",
  "EHOSTUNREACH",
  "EHOSTDOWN",
  "ENETUNREACH",
  "ENETDOWN",
  "EADDRNOTAVAIL",
  "EACCES",
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
]);
const badCertificate = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)|_CERT(_|$)/;

/** What `fetch` threw before or while a body was read. Only what provably never reached the host is unbilled. */
export function readNetworkError(thrown: unknown, endpoint: Endpoint, phase: "before-headers" | "in-body"): CallStop {
  const chain = causes(thrown);
  const code = chain.map(codeOf).find((each) => each !== undefined);
  if (chain.some((each) => each instanceof Error && each.message.includes("unexpected redirect"))) {
    return failed(
      modelError("redirect", `${endpoint.id} redirects to another address, which is not followed; correct its "url".`),
      "unknown",
    );
  }
  if (code === "UND_ERR_HEADERS_TIMEOUT") {
    return failed(modelError("timeout-headers", `${endpoint.id} did not answer in time.`, retrySoon), "unknown");
  }
  if (chain.some((each) => each instanceof Error && each.message === "bad port")) {
    return failed(
      modelError("unreachable", `The port of ${endpoint.id} is reserved for another purpose; correct its "url".`),
      "no",
    );
  }
  if (phase === "before-headers" && code !== undefined) {
    if (notConnected.has(code)) return failed(unreachable(endpoint, code), "no");
    if (badCertificate.test(code)) return failed(untrusted(endpoint, code), "no");
  }
  const because = code === undefined ? "" : ` (${code})`;
  return failed(
    modelError(
      "stream-cut",
      `The connection to ${endpoint.id} broke${because} before its reply was complete.`,
      retrySoon,
    ),
    "unknown",
  );
}

function unreachable(endpoint: Endpoint, code: string) {
  const next =
    endpoint.dialect === "ollama" && endpoint.local
      ? "start it with: ollama serve"
      : "check that it runs and that its address is right";
  return modelError(
    "unreachable",
    `${endpoint.id} can't be reached at ${originOf(endpoint)} (${code}); ${next}.`,
    retrySoon,
  );
}

function untrusted(endpoint: Endpoint, code: string) {
  return modelError(
    "unreachable",
    `${endpoint.id} at ${originOf(endpoint)} shows a certificate that can't be trusted (${code}); nothing was sent.`,
    retryNever,
  );
}

function originOf(endpoint: Endpoint): string {
  return URL.canParse(endpoint.url) ? new URL(endpoint.url).origin : endpoint.url;
}

function causes(thrown: unknown): unknown[] {
  const chain: unknown[] = [];
  let each = thrown;
  while (each instanceof Error && chain.length < 8) {
    chain.push(each);
    if (each instanceof AggregateError) chain.push(...each.errors);
    each = each.cause;
  }
  return chain;
}

function codeOf(error: unknown): string | undefined {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}
