import type { ServedModel } from "../endpoint.ts";
import type { ModelError } from "../model-error.ts";
import { type Billed, modelError, type Retry, retryNever, retrySoon } from "./call-failure.ts";
import { isContextOverflow } from "./context-overflow.ts";
import { type HostWords, quote } from "./host-words.ts";

/** An error that a host told: with a status before the stream, or as an event inside it. */
export interface HostError {
  readonly status: number | undefined;
  readonly words: HostWords;
  /** Milliseconds. */
  readonly retryAfter: number | undefined;
}

/** Refusals are documented as unbilled; what a host began to work on may cost. */
export function billedAfter(status: number): Billed {
  const refused = status >= 400 && status < 500 && status !== 408;
  return refused || status === 503 || status === 529 ? "no" : "unknown";
}

const spent =
  /insufficient_quota|insufficient (balance|credits?|funds)|credit balance is too low|exceeded your current quota|spend.?limit|billing|out of credits|key limit exceeded|more credits|usage limit|"code":\s*"?1308\b/i;
const noTools =
  /(not|n't) support(ed)?( the use of)? (tools|tool use|function)|support tool use|tool use is not supported|tools? (is|are) not supported/i;

/** The common meaning of a host's error. Dialects look at what only their hosts say before they ask here. */
export function readHostError(error: HostError, target: ServedModel): ModelError {
  const status = error.status ?? statusOfType(error.words);
  const { raw } = error.words;
  if (isContextOverflow(status, raw) || isMuteRefusal(error)) return overflow(error, target);
  if (spent.test(raw) && status !== undefined && status < 500 && status !== 401) return quota(error, target);
  if (noTools.test(raw) && (status === 400 || status === 404 || status === 422)) return toolsUnsupported(error, target);
  return byStatus(status, error, target);
}

function byStatus(status: number | undefined, error: HostError, target: ServedModel): ModelError {
  const { endpoint, model } = target;
  const said = quote(error.words.message);
  const told = (kind: ModelError["kind"], message: string, retry: Retry = retryNever) =>
    modelError(kind, message + said, retry, error.status);
  switch (status) {
    case 401:
    case 403:
      return told("wrong-key", `${endpoint.id} refuses the key; check ${endpoint.keyName ?? "whether it needs one"}.`);
    case 402:
      return quota(error, target);
    case 404:
      return told("model-not-found", `${endpoint.id} does not know the model ${model}; check its name.`);
    case 408:
    case 409:
      return told("server-error", `${endpoint.id} gave up on the request (${status}).`, waitOf(error));
    case 429:
      return told("rate-limited", `${endpoint.id} takes no more requests for now.`, waitOf(error));
    case 503:
    case 529:
      return told("overloaded", `${endpoint.id} is overloaded.`, waitOf(error));
    default:
      return status === undefined || status >= 500
        ? told("server-error", `${endpoint.id} failed${status === undefined ? "" : ` (${status})`}.`, waitOf(error))
        : told("bad-request", `${endpoint.id} did not accept the request (${status}).`);
  }
}

function waitOf({ retryAfter }: HostError): Retry {
  return retryAfter === undefined ? retrySoon : { kind: "after", ms: retryAfter };
}

/** Cerebras answers an overlong prompt with an empty 400. */
function isMuteRefusal({ status, words }: HostError): boolean {
  return status === 400 && words.raw.trim() === "";
}

function overflow(error: HostError, { endpoint, model, context }: ServedModel): ModelError {
  const message = `The conversation is too long for ${model} at ${endpoint.id} (configured: ${context} tokens).`;
  return modelError("context-overflow", message + quote(error.words.message), retryNever, error.status);
}

function quota(error: HostError, { endpoint }: ServedModel): ModelError {
  const message = `The credit or spend limit at ${endpoint.id} is used up; raise it there or use another endpoint.`;
  const refused = modelError("quota", message + quote(error.words.message), retryNever, error.status);
  return error.retryAfter === undefined ? refused : { ...refused, waitMs: error.retryAfter };
}

export function toolsUnsupported(error: HostError, { endpoint, model }: ServedModel): ModelError {
  const message = `${model} at ${endpoint.id} has no native tool calls; set "tools": false for it.`;
  return modelError("tools-unsupported", message + quote(error.words.message), retryNever, error.status);
}

const statusByType: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  invalid_api_key: 401,
  billing_error: 402,
  insufficient_quota: 402,
  permission_error: 403,
  not_found_error: 404,
  model_not_found: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  api_error: 500,
  server_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

/** Errors inside a stream name a status as their code, or only a type. */
function statusOfType({ code, type }: HostWords): number | undefined {
  if (/^[45]\d\d$/.test(code)) return Number(code);
  return statusByType[type] ?? statusByType[code];
}
