import { z } from "zod";
import type { QuoteView } from "./events.ts";
import { continues, type Done, id, line, model, nanoUsd, prompt, workspace } from "./fields.ts";

export const diagnostic = z.strictObject({
  line,
  severity: z.enum(["error", "warning", "information", "hint"]),
  message: z.string().max(10_000),
  source: z.string().max(200).optional(),
});
export type DiagnosticView = z.output<typeof diagnostic>;

const inlineParams = z.strictObject({
  /** Any scheme; `untitled:` documents have no file. */
  uri: z.string().min(1).max(10_000),
  languageId: z.string().max(200),
  /** The whole document as it stands, with its own line ends. */
  text: z.string().max(50_000_000),
  /** The lines that are replaced: 0-based, `endLine` excluded; equal for an insertion before `startLine`. */
  startLine: line,
  endLine: line,
  prompt,
  workspace,
  /** What the editor reports for the document before the edit. */
  diagnostics: z.array(diagnostic).max(5_000).default([]),
  model: model.optional(),
  budget: nanoUsd.optional(),
  continues,
});

export const inlineRequests = {
  /** Starts an inline edit: nothing is written by the server, the editor shows the replacement as it streams. */
  "stepladder/inline/start": inlineParams,
  /** What an inline edit would cost, and which model would try it first. */
  "stepladder/inline/quote": inlineParams.partial({ prompt: true }),
  /** What became of an ended inline edit in the editor: that is the user's verdict. */
  "stepladder/inline/decide": z.strictObject({ task: id, decision: z.enum(["accepted", "partly", "rejected"]) }),
} as const;

export interface InlineResults {
  "stepladder/inline/start": { readonly task: string };
  "stepladder/inline/quote": QuoteView;
  "stepladder/inline/decide": Done;
}
