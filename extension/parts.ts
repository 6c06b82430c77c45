import type { ExtensionContext } from "vscode";
import type { ContextItem, UndoView } from "../server/protocol/requests.ts";
import type { Server } from "./connection/server.ts";
import type { Notify } from "./notify.ts";
import type { Tasks } from "./tasks/tasks.ts";

/** What every feature of the extension gets; made once in `main.ts`. */
export interface Parts {
  readonly context: ExtensionContext;
  readonly server: Server;
  readonly tasks: Tasks;
  readonly notify: Notify;
  readonly panel: Panel;
}

/** The task panel, as the rest of the extension uses it. */
export interface Panel {
  /** Whether the user sees it. */
  readonly visible: boolean;
  /** Brings the panel to the front. With a draft, puts it into the prompt box; nothing is sent. */
  show(draft?: PromptDraft): Promise<void>;
  /** Shows one task, running or past, with its receipt. */
  showTask(task: string): Promise<void>;
  /** A task's changes were taken back elsewhere: says so where the task is shown. */
  tellUndone(task: string, undo: UndoView): void;
}

export interface PromptDraft {
  readonly prompt: string;
  readonly mode: "ask" | "edit";
  readonly context: readonly ContextItem[];
}
