import type { Results, SentParams } from "../../server/protocol/requests.ts";
import type { Parts } from "../parts.ts";

export type Decision = SentParams<"stepladder/inline/decide">["decision"];

/** The server's task behind one inline edit. */
export class InlineTask {
  readonly #parts: Pick<Parts, "server" | "tasks" | "notify">;
  #id: string | undefined;
  #cancelled = false;

  constructor(parts: Pick<Parts, "server" | "tasks" | "notify">) {
    this.#parts = parts;
  }

  /** Undefined until the server has answered. */
  get id(): string | undefined {
    return this.#id;
  }

  /** Resolves when its events come. Rejects with a `ServerFailure`. */
  async start(request: SentParams<"stepladder/inline/start">): Promise<void> {
    const { task } = await this.#parts.server.request("stepladder/inline/start", request);
    this.#id = task;
    if (this.#cancelled) return this.#tell("stepladder/task/cancel", { task });
    await this.#parts.tasks.adopt(task, request.prompt, request.workspace);
  }

  /** Also before the server has answered. */
  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    if (this.#id !== undefined) this.#tell("stepladder/task/cancel", { task: this.#id });
  }

  /** The user's verdict. */
  decide(decision: Decision): void {
    if (this.#id !== undefined) this.#tell("stepladder/inline/decide", { task: this.#id, decision });
  }

  /** While it runs: the next model takes over at once. */
  async stepUp(): Promise<void> {
    if (this.#id !== undefined) await this.#parts.server.request("stepladder/task/escalate", { task: this.#id });
  }

  #tell<M extends "stepladder/inline/decide" | "stepladder/task/cancel">(method: M, params: SentParams<M>): void {
    const answered: Promise<Results[M]> = this.#parts.server.request(method, params);
    answered.catch((error) => this.#parts.notify.failure(error));
  }
}
