import type { Message } from "../models/chat.ts";
import type { ServedModel } from "../models/endpoint.ts";
import { headAndTail } from "../verification/head-and-tail.ts";
import { callModel } from "./call-model.ts";
import { factLines } from "./facts.ts";
import type { Booking } from "./metered-chat.ts";
import { promptText, render } from "./prompts.ts";
import type { ToolScope } from "./tools/tool.ts";

const longestRecord = 120_000;
const longestPart = 4_000;
const longestNotes = 12_000;
const notesTokens = 2_000;
const timeLimitMs = 180_000;

/**
 * Replaces a conversation that no longer fits by notes from a cheap model. Happens only between attempts, where the prompt
 * cache is lost anyway. Without a usable reply the bare facts stand in.
 */
export async function continuationBrief(
  task: string,
  messages: readonly Message[],
  model: ServedModel,
  booking: Booking,
  scope: ToolScope,
): Promise<string> {
  const record = headAndTail(messages.map(written).join("\n\n"), Math.min(longestRecord, model.context * 2));
  const request = {
    callId: "",
    target: model,
    system: promptText("compact"),
    messages: [{ role: "user", text: record } as const],
    tools: [],
    maxOutputTokens: Math.min(notesTokens, model.maxOutput),
  };
  const reply = await callModel(scope, booking, request, 1, scope.task.parts.clock() + timeLimitMs);
  const notes =
    reply.kind === "done" && reply.message.text.trim() !== ""
      ? reply.message.text
      : factLines(scope.facts).found.join("\n");
  return render("continuation", { task, notes: headAndTail(notes, longestNotes) });
}

function written(message: Message): string {
  switch (message.role) {
    case "user":
      return `User: ${headAndTail(message.text, longestPart)}`;
    case "assistant":
      return `Agent: ${headAndTail(message.text, longestPart)}\n${message.toolCalls
        .map((call) => `calls ${call.name} ${headAndTail(call.argumentsText, longestPart)}`)
        .join("\n")}`;
    case "tool":
      return message.results
        .map((result) => `Result of ${result.name}: ${headAndTail(result.text, longestPart)}`)
        .join("\n");
  }
}
