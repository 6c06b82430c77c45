import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import type { Compose } from "../body.ts";
import { createMessageBounds } from "./message-bounds.ts";
import { serve } from "./serve.ts";
import { transportProblem } from "./transport.ts";

/** An open document travels in one message; beyond this it is no document that anybody edits. */
const messageLimitBytes = 64 * 1024 * 1024;

/** Serves the editor that started this process. */
export function startServer(compose: Compose): void {
  const words = process.argv.slice(2);
  const problem = transportProblem(words);
  if (problem !== undefined) {
    process.stderr.write(`${problem}\n`);
    process.exitCode = 2;
    return;
  }
  serve(createConnection(ProposedFeatures.all), compose, process.env);
  if (words.includes("--stdio")) leaveWhenUnreadable(process.stdin);
}

/** A stream that can't be followed any more ends the process with one sentence; the editor decides whether to start another. */
function leaveWhenUnreadable(input: NodeJS.ReadableStream): void {
  const mistakeIn = createMessageBounds(messageLimitBytes);
  input.on("data", (chunk: Buffer) => {
    const mistake = mistakeIn(chunk);
    if (mistake === undefined) return;
    process.stderr.write(`The language server stops, because ${mistake}.\n`);
    process.exit(1);
  });
}
