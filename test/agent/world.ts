import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { simpleGit } from "simple-git";
import type { Person, TaskRequest } from "../../server/agent/agent.ts";
import type { Body } from "../../server/body.ts";
import { compose } from "../../server/compose.ts";
import type { TaskEvent, TaskOutcome } from "../../server/protocol/events.ts";
import type { ScenarioInput } from "../model-server/scenario.ts";
import { type ModelServer, startModelServer } from "../model-server/server.ts";
import { reportsOf } from "../spend/fixtures.ts";

export type Turns = NonNullable<ScenarioInput["scripts"]>[number]["turns"];

export interface WorldOptions {
  /** Relative path to text. */
  readonly files?: Readonly<Record<string, string>>;
  /** By model name: `small` (local, free), `open`, `big` (frontier); `*` for all. */
  readonly scripts?: Readonly<Record<string, Turns>>;
  readonly scenario?: ScenarioInput;
  /** Merged over the usual configuration. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** The same, for what needs the server's address. */
  readonly configure?: (url: string) => Readonly<Record<string, unknown>>;
  readonly person?: Person;
  readonly git?: boolean;
}

export interface Finished {
  readonly task: string;
  readonly outcome: TaskOutcome;
  readonly events: readonly TaskEvent[];
  readonly end: Extract<TaskEvent, { type: "task-end" }>;
}

/** A real repository, a real ledger, and scripted models over real sockets. */
export interface World {
  readonly root: string;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly server: ModelServer;
  readonly body: Body;
  run(
    prompt: string,
    changes?: Partial<TaskRequest>,
    signal?: AbortSignal,
    onEvent?: (event: TaskEvent) => void,
  ): Promise<Finished>;
  read(path: string): string;
  write(path: string, text: string): void;
  /** A second body on the same home, as another process would have. */
  another(): Promise<Body>;
}

export const nobody: Person = { approve: async () => "deny", answer: async () => undefined };
export const yesToAll: Person = { approve: async () => "allow", answer: async () => "yes" };

const models: NonNullable<ScenarioInput["models"]> = [
  { name: "small", dialect: "ollama", family: "qwen", context: 32_768, maxOutput: 4_096, tools: true, price: "free" },
  {
    name: "open",
    dialect: "openai-chat",
    family: "glm",
    context: 131_072,
    maxOutput: 4_096,
    tools: true,
    price: { input: "0.30", output: "1.20" },
  },
  {
    name: "big",
    dialect: "anthropic",
    family: "claude",
    context: 200_000,
    maxOutput: 8_192,
    tools: true,
    price: { input: "5", output: "25", cacheRead: "0.50", cacheWrite: "6.25", cacheWrite1h: "10" },
  },
];

export function usualConfiguration(url: string): Record<string, unknown> {
  return {
    endpoints: {
      laptop: { dialect: "ollama", url, models: { small: { context: 32_768, maxOutput: 4_096, family: "qwen" } } },
      host: {
        dialect: "openai-chat",
        url: `${url}/v1`,
        models: {
          open: { context: 131_072, maxOutput: 4_096, family: "glm", price: { input: "0.30", output: "1.20" } },
        },
      },
      far: {
        dialect: "anthropic",
        url,
        models: {
          big: {
            context: 200_000,
            maxOutput: 8_192,
            family: "claude",
            price: { input: "5", output: "25", cacheRead: "0.50", cacheWrite: "6.25", cacheWrite1h: "10" },
          },
        },
      },
    },
    rungs: [
      { name: "local", models: ["laptop/small"] },
      { name: "open", models: ["host/open"] },
      { name: "frontier", models: ["far/big"] },
    ],
    budgets: { everything: { task: "2", day: "10" } },
    atLimit: "stop",
  };
}

export async function makeWorld(t: TestContext, options: WorldOptions = {}): Promise<World> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "stepladder-agent-")));
  const root = join(folder, "repository");
  const home = join(folder, "home");
  mkdirSync(root);
  mkdirSync(join(home, "config"), { recursive: true, mode: 0o700 });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(options.files ?? {})) write(path, text);
  if (options.git ?? true) {
    const git = simpleGit(root);
    await git.init();
    await git
      .addConfig("user.name", "Ada")
      .addConfig("user.email", "ada@example.org")
      .addConfig("commit.gpgsign", "false");
    await git.add(".").commit("start", { "--allow-empty": null });
  }
  const scripts = Object.entries(options.scripts ?? {}).map(([model, turns]) => ({ model, turns }));
  const scenario: ScenarioInput = { models, scripts, ...options.scenario };
  const server = await startModelServer({ scenarios: scenario });
  const bodies: Body[] = [];
  t.after(async () => {
    for (const each of bodies) each.agent.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const configuration = {
    ...usualConfiguration(server.url),
    ...options.configuration,
    ...options.configure?.(server.url),
  };
  writeFileSync(join(home, "config", "stepladder.jsonc"), JSON.stringify(configuration), { mode: 0o600 });
  const env = { PATH: `${dirname(process.execPath)}:${process.env.PATH}`, HOME: folder, STEPLADDER_HOME: home };
  const open = async () => {
    const composed = await compose({ env });
    if (composed.kind !== "ready") throw new Error(JSON.stringify(composed));
    bodies.push(composed.body);
    return composed.body;
  };
  const body = await open();
  return {
    root,
    home,
    env,
    server,
    body,
    another: open,
    write,
    read: (path) => readFileSync(join(root, path), "utf8"),
    async run(prompt, changes = {}, signal = new AbortController().signal, onEvent = () => {}) {
      const request: TaskRequest = {
        prompt,
        workspace: root,
        mode: "edit",
        kind: undefined,
        checks: [],
        allow: [],
        budget: undefined,
        model: undefined,
        ...changes,
      };
      const running = body.agent.run(request, options.person ?? nobody, signal);
      const events: TaskEvent[] = [];
      for await (const event of running.events) {
        events.push(event);
        onEvent(event);
      }
      const end = events.at(-1);
      if (end?.type !== "task-end") throw new Error(`the last event is ${end?.type}`);
      return { task: running.task, outcome: await running.outcome, events, end };
    },
  };
}

/** Events of one type, in order. */
export function only<Type extends TaskEvent["type"]>(
  events: readonly TaskEvent[],
  type: Type,
): readonly Extract<TaskEvent, { type: Type }>[] {
  return events.filter((event): event is Extract<TaskEvent, { type: Type }> => event.type === type);
}

/** What every task must leave behind: posted equals the host's own bill, and what was billed without usage is held. */
export function moneyOf(world: World): { readonly posted: bigint; readonly held: bigint; readonly bill: bigint } {
  const path = join(world.env.STEPLADDER_HOME ?? "", "data", "ledger", "ledger.sqlite");
  const { total } = reportsOf({ path }).spendReport("model", { from: undefined, to: undefined }, undefined);
  return { posted: total.posted, held: total.held, bill: world.server.bill().total };
}
