import type { FromPage, ToPage, Wanted } from "../../media/spend-dashboard/messages.ts";
import { rangeOf } from "../../media/spend-dashboard/period.ts";
import type { Server } from "../connection/server.ts";

/** What the desk needs of the editor. */
export interface DashboardEditor {
  save(format: "csv" | "json", wanted: Wanted): Promise<void>;
  setBudget(): Promise<void>;
  newTask(): Promise<void>;
  /** Asks what shall be forgotten, and does it. */
  forgetRoutes(): Promise<void>;
  showTask(task: string): Promise<void>;
  /** What can be shown of an error that the server answered with. */
  sentence(error: unknown): string;
}

export interface DashboardPorts {
  readonly request: Server["request"];
  readonly editor: DashboardEditor;
  readonly now: () => Date;
  send(message: ToPage): void;
  tellFolders(): void;
}

/** Does what the dashboard's page asks for. What goes wrong is told to the page, at the place where it was asked for. */
export function createDashboardDesk(ports: DashboardPorts): (message: FromPage) => Promise<void> {
  const { request, editor, send, now } = ports;
  let shown: string | undefined;

  /** What the router knows is of all time, and for a folder when only its spend is shown. */
  async function loadRoutes(folder: string | undefined): Promise<void> {
    shown = folder;
    try {
      const view = await request("stepladder/routes", folder === undefined ? {} : { workspace: folder });
      send({ type: "routes", view });
    } catch (error) {
      send({ type: "routes-failed", message: editor.sentence(error) });
    }
  }

  async function load(id: number, { period, folder }: Wanted): Promise<void> {
    try {
      const range = rangeOf(period, now());
      const view = await request("stepladder/dashboard", {
        ...range,
        ...(folder === undefined ? {} : { workspace: folder }),
      });
      send({ type: "dashboard", id, view });
    } catch (error) {
      send({ type: "dashboard-failed", id, message: editor.sentence(error) });
    }
  }

  async function openReceipt(task: string): Promise<void> {
    try {
      send({ type: "receipt", task, receipt: await request("stepladder/receipt", { task }) });
    } catch (error) {
      send({ type: "receipt-failed", task, message: editor.sentence(error) });
    }
  }

  async function reconcile(call: string, cost: string): Promise<void> {
    try {
      await request("stepladder/reconcile", { call, cost });
      send({ type: "reconciled", call });
    } catch (error) {
      send({ type: "reconcile-failed", call, message: editor.sentence(error) });
    }
  }

  return async (message) => {
    switch (message.type) {
      case "ready":
        return ports.tellFolders();
      case "load":
        await Promise.all([load(message.id, message.wanted), loadRoutes(message.wanted.folder)]);
        return;
      case "open-receipt":
        return await openReceipt(message.task);
      case "open-task":
        return await editor.showTask(message.task);
      case "reconcile":
        return await reconcile(message.call, message.cost);
      case "export":
        return await editor.save(message.format, message.wanted);
      case "set-budget":
        return await editor.setBudget();
      case "forget-routes":
        await editor.forgetRoutes();
        return await loadRoutes(shown);
      case "new-task":
        return await editor.newTask();
    }
  };
}
