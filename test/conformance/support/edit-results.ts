import type { BlockOutcome, EditOutcome } from "../../../server/workspace/edits/edit-outcome.ts";
import { decode, encode, newFileText } from "../../../server/workspace/encoding.ts";
import type { CaseResult } from "../suite.ts";

/** A file's text for the engine, and back to what would stand in the file. */
export function fileText(content: string): { readonly text: string; back(text: string): string } {
  const decoded = decode(Buffer.from(content));
  const file = decoded.kind === "text" ? decoded : newFileText;
  return {
    text: file.text,
    back(text) {
      const encoded = encode(text, file);
      return encoded.kind === "bytes"
        ? Buffer.from(encoded.bytes).toString()
        : `can't be encoded: ${encoded.character}`;
    },
  };
}

/** The text after the edit, or the name of what went wrong; of several failed blocks the first counts. */
export function resultOf(outcome: EditOutcome, back = (text: string) => text): string {
  switch (outcome.kind) {
    case "applied":
    case "partly-applied":
      return `text ${JSON.stringify(back(outcome.text))}`;
    case "none-applied":
      return `error ${firstFailure(outcome.blocks)}`;
    case "unchanged":
      return "error no-change";
    case "deleted":
      return "deleted";
    case "no-file":
      return "error missing-file";
    case "not-found":
    case "ambiguous":
    case "malformed":
      return `error ${outcome.kind}`;
  }
}

export function firstFailure(blocks: readonly BlockOutcome[]): string {
  return blocks.find((block) => block.kind !== "placed")?.kind ?? "none";
}

export function judge(id: string, wanted: string, shown: string, decided: ReadonlySet<string>): CaseResult {
  if (shown === wanted) return { id, outcome: "passed" };
  const why = `expected ${wanted}, got ${shown}`;
  if (decided.has(id)) return { id, outcome: "skipped", why: `differs by decision: ${why}` };
  return { id, outcome: "failed", why };
}
