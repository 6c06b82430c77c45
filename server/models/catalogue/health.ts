import { withoutEffort } from "../effort.ts";
import type { ServedModel } from "../endpoint.ts";
import type { ModelError, ModelErrorKind } from "../model-error.ts";

/** An endpoint that failed, and until when it is left alone. */
export interface Rest {
  /** Milliseconds since the epoch. */
  readonly until: number;
  /** Failures in a row. */
  readonly failures: number;
  /** The sentence of the last failure. */
  readonly because: string;
}

/** What failed lately, by the model's name without its effort or, where the whole host is meant, by the endpoint's id. */
export type Health = ReadonlyMap<string, Rest>;

export const allHealthy: Health = new Map();

interface Cooling {
  /** Whether the host as a whole failed, or this model at it. */
  readonly scope: "endpoint" | "model";
  /** Milliseconds after the first failure; doubled with each further one. */
  readonly first: number;
  readonly longest: number;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const brief = { scope: "model", first: 30 * second, longest: 10 * minute } as const;
const whole = { scope: "endpoint", first: 30 * second, longest: 10 * minute } as const;
const unpaid = { scope: "endpoint", first: hour, longest: 6 * hour } as const;
const withdrawn = { scope: "model", first: day, longest: day } as const;

/** Failures that another endpoint need not share. All others are about the request, and every endpoint would say the same. */
const cooling: Readonly<Partial<Record<ModelErrorKind, Cooling>>> = {
  unreachable: whole,
  redirect: whole,
  "no-key": unpaid,
  "wrong-key": unpaid,
  quota: unpaid,
  "rate-limited": brief,
  overloaded: brief,
  "server-error": brief,
  "timeout-headers": brief,
  "timeout-first-token": brief,
  "timeout-idle": brief,
  "stream-cut": brief,
  "malformed-reply": brief,
  "reply-too-large": brief,
  "model-not-found": withdrawn,
  "tools-unsupported": withdrawn,
};

/** Whether another endpoint with the same weights may answer what this one did not. */
export function isEndpointsFault({ kind }: ModelError): boolean {
  return cooling[kind] !== undefined;
}

/** What a host says of its return counts, and else a time that grows with each failure in a row. */
export function afterFailure(health: Health, served: ServedModel, error: ModelError, now: number): Health {
  const how = cooling[error.kind];
  if (how === undefined) return health;
  const key = how.scope === "endpoint" ? served.endpoint.id : withoutEffort(served.id);
  const failures = (health.get(key)?.failures ?? 0) + 1;
  const usual = Math.min(how.first * 2 ** Math.min(failures - 1, 20), how.longest);
  const asked = error.retry.kind === "after" ? error.retry.ms : error.waitMs;
  return new Map([...health, [key, { until: now + (asked ?? usual), failures, because: error.message }]]);
}

export function afterSuccess(health: Health, served: ServedModel): Health {
  const keys = keysOf(served);
  if (!keys.some((key) => health.has(key))) return health;
  return new Map([...health].filter(([key]) => !keys.includes(key)));
}

/** Why it is left alone now; undefined when it may be asked. */
export function restOf(health: Health, served: ServedModel, now: number): Rest | undefined {
  return keysOf(served)
    .flatMap((key) => health.get(key) ?? [])
    .filter(({ until }) => until > now)
    .toSorted((a, b) => b.until - a.until)[0];
}

function keysOf({ endpoint, id }: ServedModel): readonly string[] {
  return [endpoint.id, withoutEffort(id)];
}
