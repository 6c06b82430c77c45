import type { TextEditor } from "vscode";

/** What is asked before an inline edit is sent. */
export interface PromptRequest {
  readonly editor: TextEditor;
  /** The prompt stands below this line. */
  readonly line: number;
  /** Above the field until the quote is there. */
  readonly title: string;
  /** Model and price in one sentence, or why there is none and what to do; never rejects. */
  readonly quote: Promise<string>;
  /** Newest first. */
  readonly history: readonly string[];
}

export type PromptAnswer =
  | { readonly kind: "sent"; readonly prompt: string }
  /** `draft` is what was typed. */
  | { readonly kind: "dismissed"; readonly draft: string };
