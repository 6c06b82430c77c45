import { z } from "zod";
import type { ChatRequest, ToolCall } from "../chat.ts";
import { CallParser } from "../text-form/call-parser.ts";

export interface Rescued {
  readonly text: string;
  readonly calls: readonly ToolCall[];
}

const failed = z.looseObject({ code: z.literal("tool_use_failed"), failed_generation: z.string() });

/**
 * Groq reads a model's calls itself and ends the stream with an error where it can't, or where one doesn't fit its tool. It tells
 * what the model wrote: calls that can be read are made after all, and our own tools say what is wrong with them.
 */
export function rescue(error: unknown, { tools, callId }: ChatRequest): Rescued | undefined {
  const parsed = failed.safeParse(error);
  if (!parsed.success) return undefined;
  const parser = new CallParser(tools, callId, "told");
  parser.push(parsed.data.failed_generation);
  parser.finish("stop");
  const { calls, text } = parser;
  const isReadable = ({ name, argumentsError }: ToolCall) =>
    argumentsError === undefined && tools.some((tool) => tool.name === name);
  return calls.length > 0 && calls.every(isReadable) ? { text, calls } : undefined;
}
