import { type ExtensionContext, window } from "vscode";
import { createServer } from "./connection/create-server.ts";
import { createNotify } from "./notify-messages.ts";
import type { Panel, Parts } from "./parts.ts";
import { createTasks } from "./tasks/create-tasks.ts";

let stopServer: (() => Promise<void>) | undefined;

/** Makes the parts in the order of what they need, then registers the features. The server starts when something asks for it. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel("Stepladder", { log: true });
  context.subscriptions.push(log);
  const notify = createNotify(log);
  try {
    const { server, keys, onDidCrash, stop } = createServer(context, log);
    stopServer = stop;
    const tasks = createTasks(server, context.subscriptions);
    const panel = noPanel;
    const parts: Parts = { context, server, tasks, notify, panel };
    void [parts, keys, onDidCrash];
  } catch (error) {
    // The editor itself says nothing when an extension can't be activated.
    notify.failure(error);
  }
}

/** Running tasks take their changes back before the server leaves. */
export async function deactivate(): Promise<void> {
  await stopServer?.();
}

const noPanel: Panel = { visible: false, async show() {}, async showTask() {} };
