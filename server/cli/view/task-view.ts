import type { TaskEvent } from "../../protocol/events.ts";
import { print, warn, write } from "../output.ts";
import type { Terminal } from "../terminal.ts";
import { createPlainLines } from "./plain.ts";
import { styleOf } from "./style.ts";
import { summary } from "./summary.ts";

/** How a running task is shown. Gets every event, in order. */
export interface TaskView {
  show(event: TaskEvent): Promise<void>;
  cancelling(): void;
  /** Makes room for a question; `resume` ends it. */
  suspend(): void;
  resume(): void;
  /** Leaves the terminal as it was; may be called at any time. */
  close(): void;
}

/** Exactly the events, one by line, and nothing else. */
export function jsonLines(terminal: Terminal): TaskView {
  return {
    show: (event) => write(terminal.stdout, `${JSON.stringify(event)}\n`),
    cancelling: () => {},
    suspend: () => {},
    resume: () => {},
    close: () => {},
  };
}

/** Progress as lines on stderr, and the result on stdout, so that an answer can be piped on. */
export function plainLines(terminal: Terminal): TaskView {
  const lineOf = createPlainLines();
  return {
    async show(event) {
      const line = lineOf(event);
      if (line !== undefined) await warn(terminal, [line]);
      if (event.type !== "task-end") return;
      const lines = summary(event, styleOf(terminal.env, false), Number.MAX_SAFE_INTEGER);
      await print(terminal, lines[0] === "" ? lines.slice(1) : lines);
    },
    cancelling: () => void warn(terminal, ["cancelling, press again to stop at once"]),
    suspend: () => {},
    resume: () => {},
    close: () => {},
  };
}

export async function viewFor(terminal: Terminal, json: boolean): Promise<TaskView> {
  if (json) return jsonLines(terminal);
  if (terminal.stdout.isTTY !== true || terminal.env.TERM === "dumb") return plainLines(terminal);
  const { liveView } = await import("./live-view.ts");
  return liveView(terminal.stdout, terminal.env);
}
