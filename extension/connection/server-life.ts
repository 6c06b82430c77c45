import type { CancellationToken } from "vscode";
import type { ConfigureView, Method, Results, SentParams } from "../../server/protocol/requests.ts";
import { failureOf } from "./failure-of.ts";
import type { Restarts } from "./restarts.ts";
import type { ServerState } from "./server.ts";
import { ServerFailure } from "./server-failure.ts";

/** One process of the server. */
export interface Connection {
  request<M extends Method>(method: M, params: SentParams<M>, token?: CancellationToken): Promise<Results[M]>;
  /** Hands over the present settings, keys and trust. */
  configure(): Promise<ConfigureView>;
  stop(): Promise<void>;
}

export interface ServerHost {
  /** Rejects with an error whose message can be shown. `ended` is called when a connected process ends without being asked to. */
  connect(ended: () => void): Promise<Connection>;
  changed(state: ServerState): void;
  /** A running server ended by itself; `again` when it is started anew. */
  crashed(again: boolean): void;
  /** Milliseconds. */
  now(): number;
  readonly restarts: Restarts;
  readonly texts: ServerTexts;
}

/** Sentences with their next step. */
export interface ServerTexts {
  readonly lost: string;
  readonly endsAgain: string;
  notStarted(because: string): string;
}

/** Starts the server when it is first asked, and again when it ended by itself; one process at a time. */
export class ServerLife {
  readonly #host: ServerHost;
  #state: ServerState = { kind: "not-started" };
  /** Counts the processes; what an earlier one still tells is not heard. */
  #run = 0;
  #ready: Promise<Connection> | undefined;

  constructor(host: ServerHost) {
    this.#host = host;
  }

  get state(): ServerState {
    return this.#state;
  }

  /** Rejects with a `ServerFailure`. */
  async request<M extends Method>(method: M, params: SentParams<M>, token?: CancellationToken): Promise<Results[M]> {
    const connection = await this.#connected();
    try {
      return await connection.request(method, params, token);
    } catch (error) {
      throw failureOf(error, this.#host.texts.lost);
    }
  }

  /** Settings, keys or trust changed; later requests wait until a running server knows it. */
  async configure(): Promise<void> {
    const before = this.#ready;
    if (before === undefined) return;
    const run = this.#run;
    const ready = before.then(async (connection) => {
      await this.#configure(connection, run);
      return connection;
    });
    this.#ready = ready;
    await ready.catch(() => {
      // Whoever asks the server next is told.
    });
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.#connected();
  }

  /** Afterwards the next request starts it anew, also when it had failed. */
  async stop(): Promise<void> {
    const ready = this.#ready;
    const run = ++this.#run;
    this.#ready = undefined;
    this.#host.restarts.forget();
    try {
      // Its tasks still tell how they end.
      await (await ready)?.stop();
    } catch {
      // It never came or is gone, which is what was asked for.
    }
    if (run === this.#run) this.#become({ kind: "not-started" });
  }

  /** What failed stays failed until it is restarted: nobody wants a process per request that ends at once. */
  async #connected(): Promise<Connection> {
    if (this.#state.kind === "failed") throw new ServerFailure("not-running", this.#state.message);
    return this.#ready ?? this.#start();
  }

  /** Whoever hears of the new state and asks at once finds this start under way. */
  #start(): Promise<Connection> {
    const ready = this.#open(++this.#run);
    this.#ready = ready;
    this.#become({ kind: "starting" });
    return ready;
  }

  async #open(run: number): Promise<Connection> {
    try {
      const connection = await this.#host.connect(() => this.#ended(run));
      await this.#configure(connection, run);
      return connection;
    } catch (error) {
      const { lost, notStarted } = this.#host.texts;
      if (run !== this.#run) throw new ServerFailure("not-running", lost);
      const message = notStarted(error instanceof Error ? error.message : String(error));
      this.#become({ kind: "failed", message });
      throw new ServerFailure("not-running", message);
    }
  }

  async #configure(connection: Connection, run: number): Promise<void> {
    const configuration = await this.#asked(connection);
    if (run === this.#run) this.#become({ kind: "running", configuration });
  }

  /** A server that is there but refuses is as good as one with wrong settings: its message is told, and it runs. */
  async #asked(connection: Connection): Promise<ConfigureView> {
    try {
      return await connection.configure();
    } catch (error) {
      const failure = failureOf(error, this.#host.texts.lost);
      if (failure.kind === "not-running") throw failure;
      return { kind: "invalid", problems: [{ where: "", message: failure.message }] };
    }
  }

  #ended(run: number): void {
    if (run !== this.#run) return;
    const again = this.#host.restarts.mayRestart(this.#host.now());
    if (again) {
      this.#start().catch(() => {
        // The state tells it.
      });
    } else {
      this.#run++;
      this.#ready = undefined;
      this.#become({ kind: "failed", message: this.#host.texts.endsAgain });
    }
    this.#host.crashed(again);
  }

  #become(state: ServerState): void {
    this.#state = state;
    this.#host.changed(state);
  }
}
