import { longestPrompt } from "../../server/protocol/longest-prompt.ts";
import type { ContextItem } from "../../server/protocol/requests.ts";
import type { PromptRequest } from "./messages.ts";

/** What stands in the prompt box. */
export interface PromptDraft {
  readonly text: string;
  readonly mode: "ask" | "edit";
  readonly context: readonly ContextItem[];
  /** Root of the chosen folder; undefined: the first. */
  readonly folder: string | undefined;
  /** The task that the prompt goes on from. */
  readonly followUp: { readonly task: string; readonly title: string } | undefined;
}

export const emptyDraft: PromptDraft = { text: "", mode: "edit", context: [], folder: undefined, followUp: undefined };

export type Readiness =
  | { readonly kind: "empty" }
  /** Characters beyond what can be sent; the text stays. */
  | { readonly kind: "too-long"; readonly length: number }
  | { readonly kind: "ready"; readonly request: PromptRequest };

/** What the draft would send. The folder is named only where there are several. */
export function readiness(draft: PromptDraft, folders: readonly { readonly root: string }[]): Readiness {
  const prompt = draft.text.trim();
  if (prompt === "") return { kind: "empty" };
  if (prompt.length > longestPrompt) return { kind: "too-long", length: prompt.length };
  const chosen = folders.find((it) => it.root === draft.folder) ?? folders[0];
  const folder = folders.length > 1 ? chosen?.root : undefined;
  const { mode, context, followUp } = draft;
  return { kind: "ready", request: { prompt, mode, context, folder, followUp: followUp?.task } };
}

/** The box after its prompt was sent: the mode and the folder stay as they were chosen. */
export function sent(draft: PromptDraft): PromptDraft {
  return { ...emptyDraft, mode: draft.mode, folder: draft.folder };
}
