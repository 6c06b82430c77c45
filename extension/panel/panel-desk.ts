import type {
  Action,
  Collected,
  FromPage,
  Mention,
  PromptRequest,
  TaskHead,
  ToPage,
} from "../../media/task-panel/messages.ts";
import type { ContextItem, SentParams } from "../../server/protocol/requests.ts";
import type { Server } from "../connection/server.ts";
import { kindOf, modeOf } from "../tasks/task-kind.ts";
import type { Tasks, WindowTask } from "../tasks/tasks.ts";
import { EventFeed } from "./event-feed.ts";
import { waitsForUser } from "./waits-for-user.ts";

/** What the desk needs of the editor. */
export interface DeskEditor {
  run(action: Action): Promise<void>;
  mentions(query: string, folder: string | undefined): Promise<readonly Mention[]>;
  /** The message says why there are none. */
  collect(
    what: Collected,
    folder: string | undefined,
  ): { readonly items: readonly ContextItem[]; readonly message: string | undefined };
  review(task: string): Promise<void>;
  copy(text: string): Promise<void>;
  /** `root` is the task's folder; undefined: the first one. */
  openLink(href: string, root: string | undefined): Promise<void>;
  openFile(path: string): Promise<void>;
}

export interface DeskPorts {
  readonly request: Server["request"];
  readonly tasks: Pick<Tasks, "all" | "find" | "start">;
  readonly editor: DeskEditor;
  send(message: ToPage): void;
  /** Runs something once, soon: events go to the page in bundles. */
  later(run: () => void): void;
}

type Message<T extends FromPage["type"]> = Extract<FromPage, { type: T }>;

/** Does what the panel's page asks for. What goes wrong is told to the page, where it was asked for. */
export class PanelDesk {
  readonly #ports: DeskPorts;
  readonly #feed: EventFeed;
  /** What undone tasks left behind; nothing else is opened by its path. */
  readonly #kept = new Set<string>();

  constructor(ports: DeskPorts) {
    this.#ports = ports;
    this.#feed = new EventFeed(ports.send, ports.later);
  }

  /** A task of this window got an event or changed. */
  told(task: string): void {
    this.#feed.told(task);
    if (this.#ports.tasks.find(task)?.state === "interrupted") void this.#tellReceipt(task);
  }

  tellTasks(): void {
    const tasks = this.#ports.tasks.all.map(headOf);
    this.#feed.flush();
    this.#ports.send({ type: "tasks", tasks });
  }

  async handle(message: FromPage): Promise<void> {
    const { editor, request } = this.#ports;
    switch (message.type) {
      case "ready":
        return this.tellTasks();
      case "run":
        return await editor.run(message.action);
      case "find-models":
        return await this.#findModels();
      case "open-task":
        return await this.#openTask(message.task);
      case "close-task":
        return this.#feed.stop();
      case "quote":
        return await this.#quote(message);
      case "start":
        return await this.#start(message);
      case "again":
        return await this.#again(message);
      case "find-mentions": {
        const mentions = await editor.mentions(message.query, message.folder);
        return this.#ports.send({ type: "mentions", id: message.id, mentions });
      }
      case "collect":
        return this.#ports.send({ type: "context", ...editor.collect(message.what, message.folder) });
      case "find-history":
        return await this.#findHistory(message);
      case "stop":
        return await this.#about(message.task, () => request("stepladder/task/cancel", { task: message.task }));
      case "escalate":
        return await this.#about(message.task, () => request("stepladder/task/escalate", { task: message.task }));
      case "undo":
        return await this.#about(message.task, () => this.#undo(message.task));
      case "keep":
        return await this.#about(message.task, () => this.#keep(message.task));
      case "review":
        return await this.#about(message.task, () => editor.review(message.task));
      case "approve":
        return await this.#approve(message);
      case "answer":
        return await this.#answer(message);
      case "copy":
        return await editor.copy(message.text);
      case "open-link":
        return await editor.openLink(
          message.href,
          message.task === undefined ? undefined : await this.#rootOf(message.task),
        );
      case "open-kept":
        if (this.#kept.has(message.path)) await editor.openFile(message.path);
        return;
    }
  }

  async #findModels(): Promise<void> {
    const { request, send } = this.#ports;
    try {
      send({ type: "models", models: await request("stepladder/models", {}) });
    } catch (error) {
      send({ type: "models-failed", message: sentence(error) });
    }
  }

  async #openTask(task: string): Promise<void> {
    const known = this.#ports.tasks.find(task);
    if (known !== undefined) this.#feed.show(known);
    else this.#feed.stop();
    if (known === undefined || known.state === "interrupted") await this.#tellReceipt(task);
  }

  /** Of a task whose last event does not bring it: one of the past, or one that was interrupted. */
  async #tellReceipt(task: string): Promise<void> {
    const { request, send } = this.#ports;
    try {
      const receipt = await request("stepladder/receipt", { task });
      send({ type: "past-task", task, past: { receipt, message: undefined } });
    } catch (error) {
      send({ type: "past-task", task, past: { receipt: undefined, message: sentence(error) } });
    }
  }

  async #quote({ id, request }: Message<"quote">): Promise<void> {
    try {
      const quote = await this.#ports.request("stepladder/quote", taskParams(request));
      this.#ports.send({ type: "quote", id, quote });
    } catch (error) {
      this.#ports.send({ type: "quote-failed", id, message: sentence(error) });
    }
  }

  async #start({ id, request }: Message<"start">): Promise<void> {
    try {
      this.#ports.send({ type: "started", id, task: await this.#ports.tasks.start(taskParams(request)) });
    } catch (error) {
      this.#ports.send({ type: "start-failed", id, message: sentence(error) });
    }
  }

  /** The same prompt as a new task that goes on from the old one, if that one came to anything: else the ledger may not know it. */
  async #again({ task, how }: Message<"again">): Promise<void> {
    await this.#about(task, async () => {
      const { prompt, workspace, kind, began } = await this.#origin(task);
      const next = await this.#ports.tasks.start({
        ...{ prompt, mode: modeOf(kind) },
        ...(began && { continues: { task, how } }),
        ...(kind !== undefined && { kind }),
        ...(workspace !== undefined && { workspace }),
      });
      this.#ports.send({ type: "show-task", task: next });
    });
  }

  async #origin(task: string) {
    const known = this.#ports.tasks.find(task);
    if (known !== undefined) {
      const { prompt, workspace, events } = known;
      return { prompt, workspace, kind: kindOf(events), began: events.some(({ type }) => type === "attempt-start") };
    }
    const receipt = await this.#ports.request("stepladder/receipt", { task });
    return { prompt: receipt.prompt, workspace: receipt.workspace, kind: receipt.subtasks[0]?.kind, began: true };
  }

  async #findHistory({ search, limit }: Message<"find-history">): Promise<void> {
    const { request, send } = this.#ports;
    const words = search.trim().slice(0, 1_000);
    const most = Math.min(Math.max(limit, 1), 5_000);
    try {
      const { tasks } = await request("stepladder/tasks", { limit: most + 1, ...(words !== "" && { search: words }) });
      send({ type: "history", search, rows: tasks.slice(0, most), more: tasks.length > most });
    } catch (error) {
      send({ type: "history-failed", search, message: sentence(error) });
    }
  }

  async #undo(task: string): Promise<void> {
    const workspace = await this.#rootOf(task);
    const undo = await this.#ports.request("stepladder/undo", { task, ...(workspace !== undefined && { workspace }) });
    for (const { keptAt } of undo.conflicts) this.#kept.add(keptAt);
    this.#ports.send({ type: "undone", task, undo });
  }

  async #keep(task: string): Promise<void> {
    await this.#ports.request("stepladder/keep", { task });
    this.#ports.send({ type: "kept", task });
  }

  async #approve({ approval, hash, allow }: Message<"approve">): Promise<void> {
    await this.#answered(approval, () => this.#ports.request("stepladder/approve", { approval, hash, allow }));
  }

  async #answer({ task, question, text }: Message<"answer">): Promise<void> {
    await this.#answered(question, () => this.#ports.request("stepladder/answer", { task, question, text }));
  }

  async #answered(id: string, run: () => Promise<unknown>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.#ports.send({ type: "answer-failed", id, message: sentence(error) });
    }
  }

  async #about(task: string, run: () => Promise<unknown>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.#ports.send({ type: "task-failed", task, message: sentence(error) });
    }
  }

  /** The folder of a task; undefined when nobody knows it. */
  async #rootOf(task: string): Promise<string | undefined> {
    const known = this.#ports.tasks.find(task);
    if (known !== undefined) return known.workspace;
    return await this.#ports.request("stepladder/receipt", { task }).then(
      (receipt) => receipt.workspace,
      () => undefined,
    );
  }
}

function headOf({ task, prompt, state, events }: WindowTask): TaskHead {
  return { task, prompt, state, asks: state === "running" && waitsForUser(events) };
}

function taskParams({ prompt, mode, context, folder, followUp }: PromptRequest): SentParams<"stepladder/task/start"> {
  return {
    ...{ prompt, mode, context: [...context] },
    ...(folder !== undefined && { workspace: folder }),
    ...(followUp !== undefined && { continues: { task: followUp, how: "follow-up" } }),
  };
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
