import type { Endpoint } from "../endpoint.ts";
import { type CallStop, CallStopped, failed, modelError, retrySoon } from "./call-failure.ts";

/** How long a reply may keep us waiting, in milliseconds, and how large it may be once decoded, in bytes. */
export interface BodyLimits {
  readonly firstToken: number;
  readonly idle: number;
  readonly bytes: number;
}

/**
 * Reads a reply's body within its limits. Only time spent waiting for the host counts, so a slow reader of ours is never
 * taken for a silent host. Bytes alone are no progress: whoever understands them calls `progress`.
 */
export class BodyWatch {
  readonly #endpoint: Endpoint;
  readonly #limits: BodyLimits;
  readonly #stop: (stop: CallStop) => void;
  #waited = 0;
  #hasToken = false;

  /** `stop` must make a pending read fail. */
  constructor(endpoint: Endpoint, limits: BodyLimits, stop: (stop: CallStop) => void) {
    this.#endpoint = endpoint;
    this.#limits = limits;
    this.#stop = stop;
  }

  progress(): void {
    this.#hasToken = true;
    this.#waited = 0;
  }

  /** A sign of life that is no token yet. */
  alive(): void {
    if (this.#hasToken) this.#waited = 0;
  }

  /** Throws `CallStopped` beyond the size limit, and whatever reading throws. */
  async *read(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    const reader = body.getReader();
    let bytes = 0;
    for (;;) {
      const { done, value } = await this.#wait(reader.read());
      if (done) return;
      bytes += value.byteLength;
      if (bytes > this.#limits.bytes) throw new CallStopped(this.#tooLarge());
      yield value;
    }
  }

  async #wait<Value>(read: Promise<Value>): Promise<Value> {
    const since = performance.now();
    const limit = this.#hasToken ? this.#limits.idle : this.#limits.firstToken;
    const timer = setTimeout(() => this.#stop(this.#timedOut()), Math.max(0, limit - this.#waited));
    try {
      return await read;
    } finally {
      clearTimeout(timer);
      this.#waited += performance.now() - since;
    }
  }

  #timedOut(): CallStop {
    const { id } = this.#endpoint;
    const error = this.#hasToken
      ? modelError(
          "timeout-idle",
          `${id} stopped in the middle of its reply for ${seconds(this.#limits.idle)}.`,
          retrySoon,
        )
      : modelError(
          "timeout-first-token",
          `${id} sent no token within ${seconds(this.#limits.firstToken)}; raise its "firstToken" time-out if it is just slow.`,
          retrySoon,
        );
    return failed(error, "unknown");
  }

  #tooLarge(): CallStop {
    const size = `${Math.round(this.#limits.bytes / 1024)} KiB`;
    return failed(
      modelError("reply-too-large", `${this.#endpoint.id} sent a reply larger than ${size}; it was dropped.`),
      "unknown",
    );
  }
}

export function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`;
}
