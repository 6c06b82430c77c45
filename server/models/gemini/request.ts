import type { AssistantMessage, ChatRequest, Message, ToolResult } from "../chat.ts";
import { reasoningBudget } from "../effort.ts";
import type { ServedModel } from "../endpoint.ts";
import { ownBlocks } from "../thinking.ts";
import { readSignatures } from "./signatures.ts";

interface Part {
  readonly text?: string;
  readonly functionCall?: { readonly id: string; readonly name: string; readonly args: unknown };
  readonly functionResponse?: {
    readonly id: string;
    readonly name: string;
    readonly response: { readonly output: string } | { readonly error: string };
  };
  readonly thoughtSignature?: string;
}

interface Content {
  readonly role: "user" | "model";
  readonly parts: readonly Part[];
}

interface ThinkingConfig {
  readonly includeThoughts: true;
  readonly thinkingBudget?: number;
  readonly thinkingLevel?: "minimal" | "low" | "medium" | "high";
}

export interface GeminiRequest {
  readonly systemInstruction?: { readonly parts: readonly Part[] };
  readonly contents: readonly Content[];
  readonly tools?: readonly unknown[];
  readonly generationConfig: {
    readonly maxOutputTokens: number;
    readonly thinkingConfig?: ThinkingConfig;
  };
}

export function buildRequest(request: ChatRequest): GeminiRequest {
  const { target, system, tools } = request;
  const functionDeclarations = tools.map(({ name, description, parameters }) => ({
    name,
    description,
    parametersJsonSchema: parameters,
  }));
  return {
    ...(system === "" ? {} : { systemInstruction: { parts: [{ text: system }] } }),
    contents: contentsOf(request.messages, target),
    ...(tools.length === 0 ? {} : { tools: [{ functionDeclarations }] }),
    generationConfig: {
      maxOutputTokens: request.maxOutputTokens,
      ...(thinks(target.model) ? { thinkingConfig: thinkingConfig(request) } : {}),
    },
  };
}

/** Models before 2.5 refuse to be asked for thoughts. */
function thinks(model: string): boolean {
  return !/gemini-(1|2\.0)|gemma/.test(model);
}

/** Versions that take the effort as a level, not as a number of tokens, and refuse a call that is not signed. */
function isFrom3On(model: string): boolean {
  return thinks(model) && !/gemini-2\.5/.test(model);
}

function thinkingConfig({ target: { effort, model }, maxOutputTokens }: ChatRequest): ThinkingConfig {
  const includeThoughts = true;
  if (effort === undefined) return { includeThoughts };
  if (!isFrom3On(model)) {
    const budget = effort === "none" ? 0 : reasoningBudget(effort, maxOutputTokens);
    return budget === undefined ? { includeThoughts } : { includeThoughts, thinkingBudget: budget };
  }
  const levels = { none: "minimal", low: "low", medium: "medium", high: "high", max: "high" } as const;
  return { includeThoughts, thinkingLevel: levels[effort] };
}

/** The roles must take turns, so what the user says after tool results joins their turn. */
function contentsOf(messages: readonly Message[], target: ServedModel): readonly Content[] {
  const contents: { role: Content["role"]; parts: Part[] }[] = [];
  for (const message of messages) {
    const role = message.role === "assistant" ? "model" : "user";
    const parts = partsOf(message, target);
    const last = contents.at(-1);
    if (parts.length === 0) continue;
    if (last?.role === role) last.parts.push(...parts);
    else contents.push({ role, parts: [...parts] });
  }
  return contents;
}

function partsOf(message: Message, target: ServedModel): readonly Part[] {
  switch (message.role) {
    case "user":
      return [{ text: message.text }];
    case "assistant":
      return assistantParts(message, target);
    case "tool":
      return message.results.map(resultPart);
  }
}

function resultPart({ callId, name, text, isError }: ToolResult): Part {
  return { functionResponse: { id: callId, name, response: isError ? { error: text } : { output: text } } };
}

/** Google's own word for a signature where another endpoint's reply made the calls. */
const madeElsewhere = "skip_thought_signature_validator";

function assistantParts({ text, thinking, toolCalls }: AssistantMessage, target: ServedModel): readonly Part[] {
  const signatures = readSignatures(ownBlocks(thinking, target.id)[0]);
  const unsigned = isFrom3On(target.model) ? madeElsewhere : undefined;
  const signed = (part: Part, signature: string | null | undefined): Part =>
    signature ? { ...part, thoughtSignature: signature } : part;
  const calls = toolCalls.map((call, index) => {
    const args = call.argumentsError === undefined ? (call.arguments ?? {}) : {};
    const signature = signatures.calls[index] ?? (index === 0 ? unsigned : undefined);
    return signed({ functionCall: { id: call.id, name: call.name, args } }, signature);
  });
  return [...(text === "" ? [] : [signed({ text }, signatures.text)]), ...calls];
}
