import { createInterface } from "node:readline/promises";
import type { Person } from "../agent/agent.ts";
import type { Interrupts } from "./interrupts.ts";
import type { Terminal } from "./terminal.ts";
import { approvalLines } from "./view/approval-text.ts";
import { styleOf } from "./view/style.ts";
import type { TaskView } from "./view/task-view.ts";
import { visible } from "./visible-text.ts";

/** Nobody is there: what would ask is denied. */
export const nobody: Person = {
  approve: async () => "deny",
  answer: async () => undefined,
};

/** Asks the person at the terminal, one question at a time. Only a typed yes is a yes. */
export function personAt(terminal: Terminal, view: TaskView, interrupts: Interrupts): Person {
  const style = styleOf(terminal.env, true);
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(ask: () => Promise<T>): Promise<T> => {
    const mine = turn.then(ask, ask);
    turn = mine.catch(() => undefined);
    return mine;
  };
  const ask = (lines: readonly string[], question: string, signal: AbortSignal) =>
    inTurn(async () => {
      if (signal.aborted) return undefined;
      view.suspend();
      try {
        terminal.stdout.write(`\n${lines.join("\n")}\n`);
        return await readLine(terminal, question, interrupts, signal);
      } finally {
        view.resume();
      }
    });
  return {
    async approve(approval, signal) {
      const question = approval.subject.kind === "check" ? "Agree to it? [y/N] " : "Allow it once? [y/N] ";
      const line = await ask(approvalLines(approval, style), question, signal);
      return isYes(line) ? "allow" : "deny";
    },
    async answer(question, signal) {
      const line = await ask([style.attention(visible(question))], "> ", signal);
      return line === undefined || line.trim() === "" ? undefined : line;
    },
  };
}

export function isYes(line: string | undefined): boolean {
  return /^\s*y(?:es)?\s*$/i.test(line ?? "");
}

/** One line from the keyboard; undefined when it was closed or the signal came first. Ctrl-C interrupts the task. */
export async function readLine(
  terminal: Terminal,
  question: string,
  interrupts: Pick<Interrupts, "interrupt">,
  signal: AbortSignal,
): Promise<string | undefined> {
  await forgetTypedAhead(terminal.stdin);
  const lines = createInterface({ input: terminal.stdin, output: terminal.stdout });
  lines.on("SIGINT", () => interrupts.interrupt());
  const closed = new Promise<undefined>((resolve) => lines.once("close", () => resolve(undefined)));
  try {
    return await Promise.race([lines.question(question, { signal }), closed]);
  } catch {
    // The signal came before the answer, which then is no answer.
    return undefined;
  } finally {
    lines.close();
  }
}

/** Keys that were pressed before a question was on screen are no answer to it. */
async function forgetTypedAhead(stdin: NodeJS.ReadStream): Promise<void> {
  if (stdin.isTTY !== true) return;
  const forget = () => {};
  stdin.setRawMode(true);
  stdin.on("data", forget);
  await new Promise((resolve) => setTimeout(resolve, 60));
  stdin.off("data", forget);
  stdin.pause();
  stdin.setRawMode(false);
}
