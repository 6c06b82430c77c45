import type { TestContext } from "node:test";
import { createRestarts, type Restarts } from "../../../extension/connection/restarts.ts";
import type { ServerState } from "../../../extension/connection/server.ts";
import type { Connection, ServerHost } from "../../../extension/connection/server-life.ts";
import type { Method, SentParams } from "../../../server/protocol/requests.ts";
import type { Script } from "../../cli/scripted-body.ts";
import { type Client, startClient } from "../../lsp/client.ts";

export const texts = {
  lost: "It ended before it answered.",
  endsAgain: "It ends again and again.",
  notStarted: (because: string) => `It can't start: ${because}`,
};

/** A host whose server is a process with a scripted agent, connected over IPC as in the editor. */
export interface ScriptedHost extends ServerHost {
  readonly states: ServerState[];
  readonly crashes: boolean[];
  readonly clients: Client[];
  /** Why the next connections fail; undefined when they don't. */
  refusal: Error | undefined;
  tellCrash: () => void;
}

export function scriptedHost(t: TestContext, script: Script = {}, restarts: Restarts = createRestarts()): ScriptedHost {
  let over = false;
  // Runs before the processes are ended, which is no crash any more.
  t.after(() => {
    over = true;
  });
  const host: ScriptedHost = {
    states: [],
    crashes: [],
    clients: [],
    refusal: undefined,
    tellCrash: () => {},
    restarts,
    texts,
    now: () => 0,
    changed: (state) => host.states.push(state),
    crashed(again) {
      host.crashes.push(again);
      host.tellCrash();
    },
    async connect(ended) {
      if (host.refusal !== undefined) throw host.refusal;
      const client = await startClient(t, script, { transport: "ipc" });
      host.clients.push(client);
      let stopping = false;
      void client.exited.then(() => {
        client.connection.dispose();
        if (!stopping && !over) ended();
      });
      return connectionTo(client, () => {
        stopping = true;
      });
    },
  };
  return host;
}

function connectionTo(client: Client, stopping: () => void): Connection {
  return {
    request: <M extends Method>(method: M, params: SentParams<M>) => client.request(method, params),
    configure: async () => ({ kind: "ready", notices: [] }),
    async stop() {
      stopping();
      await client.connection.sendRequest("shutdown");
      await client.connection.sendNotification("exit");
      await client.exited;
    },
  };
}

/** Ends the newest process as a crash would, and resolves when the host has been told. */
export async function crash(host: ScriptedHost): Promise<void> {
  const told = new Promise<void>((resolve) => {
    host.tellCrash = resolve;
  });
  host.clients.at(-1)?.child.kill("SIGKILL");
  await told;
}
