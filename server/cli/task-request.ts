import type { TaskRequest } from "../agent/agent.ts";
import type { Kind } from "../protocol/events.ts";
import { findFolder } from "./folder.ts";
import { readPrompt } from "./prompt.ts";
import type { Terminal } from "./terminal.ts";

/** The options that `run` and `quote` share, as the command line parsed them. */
export interface TaskOptions {
  readonly mode: "ask" | "edit";
  readonly kind?: Kind;
  readonly check: readonly string[];
  readonly allow: readonly string[];
  readonly budget?: bigint;
  readonly model?: string;
  readonly folder?: string;
}

export type AskedTask =
  | { readonly kind: "task"; readonly request: TaskRequest; readonly notices: readonly string[] }
  | { readonly kind: "usage"; readonly message: string };

export async function askedTask(
  words: readonly string[],
  options: TaskOptions,
  terminal: Terminal,
): Promise<AskedTask> {
  const folder = await findFolder(options.folder, terminal.cwd);
  if (folder.kind === "bad-folder") return { kind: "usage", message: folder.message };
  const prompt = await readPrompt(words, terminal.stdin);
  if (prompt.kind === "bad-prompt") return { kind: "usage", message: prompt.message };
  const notices = folder.git
    ? []
    : [`${folder.root} is not in a git repository. Undo works all the same, from Stepladder's own checkpoints.`];
  return {
    kind: "task",
    notices,
    request: {
      prompt: prompt.text,
      workspace: folder.root,
      mode: options.mode,
      kind: options.kind,
      checks: options.check,
      allow: options.allow,
      budget: options.budget,
      model: options.model,
    },
  };
}
