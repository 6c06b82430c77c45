import type { Endpoint } from "../endpoint.ts";
import { refuseAddress } from "./address.ts";
import { BodyWatch, seconds } from "./body-watch.ts";
import { type CallStop, CallStopped, failed, modelError, retrySoon } from "./call-failure.ts";
import { readNetworkError } from "./network-error.ts";

export type Fetch = typeof globalThis.fetch;

export interface GuardedRequest {
  readonly endpoint: Endpoint;
  readonly url: string;
  readonly method: "GET" | "POST";
  /** Without credentials. */
  readonly headers: Readonly<Record<string, string>>;
  /** The headers that carry the key; empty when none is sent. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly limits: ReplyLimits;
}

/** Milliseconds, and bytes of the decoded body. */
export interface ReplyLimits {
  readonly headers: number;
  readonly firstToken: number;
  readonly idle: number;
  readonly bytes: number;
}

/** A reply whose headers have come. `body` throws `CallStopped` alone; `close` lets go of the connection and may be repeated. */
export interface Answered {
  readonly kind: "answered";
  readonly status: number;
  readonly headers: Headers;
  readonly body: AsyncGenerator<Uint8Array, void>;
  readonly watch: BodyWatch;
  close(): void;
}

/**
 * The only way to a model host. Asks the endpoint's own origin and nothing else, follows no redirect, never sends a key in
 * the clear, and bounds the reply in time and size. Never throws; the signal reaches the socket.
 */
export async function guardedFetch(
  request: GuardedRequest,
  signal: AbortSignal,
  fetch: Fetch = globalThis.fetch,
): Promise<Answered | CallStop> {
  const { endpoint, limits } = request;
  const refused = refuseAddress(endpoint, request.url, Object.keys(request.credentials).length > 0);
  if (refused !== undefined) return failed(refused, "no");
  if (signal.aborted) return { kind: "cancelled", billed: "no" };
  const line = new Line(signal, endpoint);
  const timer = setTimeout(() => line.stop(headersLate(endpoint, limits.headers)), limits.headers);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: { ...request.headers, "accept-encoding": "identity", ...request.credentials },
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: "error",
      signal: line.signal,
    });
    return answered(response, line, request);
  } catch (thrown) {
    return line.explain(thrown, "before-headers");
  } finally {
    clearTimeout(timer);
  }
}

function answered(response: Response, line: Line, { endpoint, limits }: GuardedRequest): Answered | CallStop {
  const encodings = (response.headers.get("content-encoding") ?? "").split(",");
  if (encodings.length > 1) {
    const stop = failed(
      modelError("malformed-reply", `${endpoint.id} encoded its reply more than once; it was dropped.`),
      "unknown",
    );
    line.stop(stop);
    return stop;
  }
  const watch = new BodyWatch(endpoint, limits, (stop) => line.stop(stop));
  return {
    kind: "answered",
    status: response.status,
    headers: response.headers,
    body: read(response, watch, line),
    watch,
    close: () => line.close(),
  };
}

async function* read(response: Response, watch: BodyWatch, line: Line): AsyncGenerator<Uint8Array, void> {
  try {
    if (response.body !== null) yield* watch.read(response.body);
  } catch (thrown) {
    throw thrown instanceof CallStopped ? thrown : new CallStopped(line.explain(thrown, "in-body"));
  } finally {
    line.close();
  }
}

const closed = new Error("The connection was closed.");

/** One connection, and why it was stopped if we stopped it. */
class Line {
  readonly signal: AbortSignal;
  readonly #user: AbortSignal;
  readonly #own = new AbortController();
  readonly #endpoint: Endpoint;
  #stop: CallStop | undefined;

  constructor(user: AbortSignal, endpoint: Endpoint) {
    this.#user = user;
    this.#endpoint = endpoint;
    this.signal = AbortSignal.any([user, this.#own.signal]);
  }

  stop(stop: CallStop): void {
    this.#stop ??= stop;
    this.#own.abort(closed);
  }

  close(): void {
    this.#own.abort(closed);
  }

  explain(thrown: unknown, phase: "before-headers" | "in-body"): CallStop {
    if (this.#stop !== undefined) return this.#stop;
    if (this.#user.aborted) return { kind: "cancelled", billed: "unknown" };
    return readNetworkError(thrown, this.#endpoint, phase);
  }
}

function headersLate(endpoint: Endpoint, limit: number): CallStop {
  const message = `${endpoint.id} did not answer within ${seconds(limit)}; raise its "headers" time-out if it is just slow.`;
  return failed(modelError("timeout-headers", message, retrySoon), "unknown");
}
