import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  createProtocolConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import type { TaskEvent } from "../../server/protocol/events.ts";
import type { Method, Results, SentParams, TaskEventParams } from "../../server/protocol/requests.ts";
import { compileCache } from "../cli/run-cli.ts";
import type { Script } from "../cli/scripted-body.ts";

const scripted = fileURLToPath(new URL("./scripted-server.ts", import.meta.url));
const real = fileURLToPath(new URL("../../server/main.ts", import.meta.url));

export interface Client {
  readonly connection: ProtocolConnection;
  readonly child: ChildProcess;
  /** Canonical. */
  readonly folder: string;
  readonly told: TaskEventParams[];
  readonly exited: Promise<number | null>;
  request<M extends Method>(method: M, params: SentParams<M>): Promise<Results[M]>;
  /** Resolves with the first told event of this type, also when it was told before. */
  event<T extends TaskEvent["type"]>(type: T): Promise<Extract<TaskEvent, { type: T }>>;
}

interface Options {
  readonly transport?: "stdio" | "ipc";
  readonly trusted?: boolean;
  readonly progress?: boolean;
  /** What an editor sends beside `trusted`. */
  readonly fromEditor?: { readonly settings?: object; readonly keys?: object; readonly ripgrep?: string };
}

/** The real server, in a folder and an environment of the test's own. */
export interface RealServer {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

export async function startClient(t: TestContext, script: Script, options: Options = {}): Promise<Client> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "stepladder-lsp-")));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const env = { ...process.env, SCRIPTED: JSON.stringify(script), SCRIPTED_WORKSPACE: folder };
  return connect(t, scripted, { folder, env }, options);
}

export function startRealClient(t: TestContext, server: RealServer, options: Options = {}): Promise<Client> {
  return connect(t, real, server, options);
}

async function connect(t: TestContext, entry: string, { folder, env }: RealServer, options: Options): Promise<Client> {
  const ipc = options.transport === "ipc";
  const child = spawn(process.execPath, [entry, ipc ? "--node-ipc" : "--stdio"], {
    env: { ...env, NODE_COMPILE_CACHE: compileCache },
    stdio: ipc ? ["ignore", "ignore", "inherit", "ipc"] : ["pipe", "pipe", "inherit"],
  });
  const exited = new Promise<number | null>((resolve) => child.on("exit", (code) => resolve(code)));
  t.after(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  const [reader, writer] = streams(child, ipc);
  const connection = createProtocolConnection(reader, writer);
  connection.onError(() => {});
  const { told, event } = collectEvents(connection);
  connection.listen();
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities: { window: { workDoneProgress: options.progress === true }, workspace: { workspaceFolders: true } },
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "folder" }],
    initializationOptions: { ...options.fromEditor, trusted: options.trusted ?? true },
  });
  await connection.sendNotification("initialized", {});
  const request: Client["request"] = (method, params) => connection.sendRequest(method, params);
  return { connection, child, folder, told, exited, request, event };
}

function streams(child: ChildProcess, ipc: boolean) {
  if (ipc) return [new IPCMessageReader(child), new IPCMessageWriter(child)] as const;
  if (child.stdout === null || child.stdin === null) throw new Error("The server was started without pipes.");
  const reader = new StreamMessageReader(child.stdout);
  // What a killed server left half said would be waited for without an end, and so would this process.
  reader.partialMessageTimeout = 0;
  return [reader, new StreamMessageWriter(child.stdin)] as const;
}

function collectEvents(connection: ProtocolConnection) {
  const told: TaskEventParams[] = [];
  const waiting = new Set<() => void>();
  connection.onNotification("stepladder/task/event", (params: TaskEventParams) => {
    told.push(params);
    for (const check of waiting) check();
  });
  const event = <T extends TaskEvent["type"]>(type: T) =>
    new Promise<Extract<TaskEvent, { type: T }>>((resolve) => {
      const check = () => {
        const found = told.find((params) => params.event.type === type)?.event;
        if (found === undefined) return;
        waiting.delete(check);
        resolve(found as Extract<TaskEvent, { type: T }>);
      };
      waiting.add(check);
      check();
    });
  return { told, event };
}
