import type { Usage } from "../../server/models/usage.ts";
import type { Conversation } from "./conversation.ts";
import type { Answer } from "./dialect.ts";
import type { Fault, ScriptedModel, Turn } from "./scenario.ts";
import { applyOverride, bytesOf, type InputUsage, outputUsage, tokensOfBytes } from "./tokens.ts";

export type Planned =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "too-long"; readonly message: string };

const ollamaDefaultContext = 4096;

/** Puts turn, limits and token counts together: what the host will send and charge. */
export function planAnswer(
  conversation: Conversation,
  model: ScriptedModel,
  scripted: Turn,
  fault: Fault | undefined,
  input: InputUsage,
): Planned {
  const prompt = promptThatFits(conversation, model, fault, input);
  if (prompt.kind === "too-long") return prompt;
  const endlessText = fault?.kind === "endless" ? { text: fault.text ?? scripted.text ?? "and on " } : {};
  const limit = Math.min(conversation.maxOutput ?? model.maxOutput, model.maxOutput);
  const turn = limitOutput({ ...scripted, ...endlessText }, limit);
  const output = outputUsage(turn.turn);
  const counted: Usage = { ...prompt.input, ...output, ...(fault?.kind === "endless" ? { output: limit } : {}) };
  const usage = applyOverride(counted, scripted.usage);
  const reasons = (turn.turn.calls ?? []).length > 0 ? "tool-calls" : "stop";
  return {
    kind: "answer",
    answer: {
      model: conversation.model,
      turn: turn.turn,
      id: `turn${conversation.turn}`,
      usage: {
        ...usage,
        output: Math.min(usage.output, limit),
        reasoning: Math.min(usage.reasoning, usage.output, limit),
      },
      report: typeof scripted.usage === "string" ? scripted.usage : "true",
      finish: scripted.refusal === undefined ? (turn.cut ? "length" : reasons) : "refusal",
      wantsUsage: conversation.wantsUsage,
    },
  };
}

type Prompt = { readonly kind: "fits"; readonly input: InputUsage } | Extract<Planned, { kind: "too-long" }>;

/** Ollama drops messages silently unless it was told not to; the others refuse. */
function promptThatFits(
  conversation: Conversation,
  model: ScriptedModel,
  fault: Fault | undefined,
  input: InputUsage,
): Prompt {
  if (fault?.kind === "truncate") return { kind: "fits", input: uncachedOnly(fault.promptTokens) };
  const wanted = input.uncached + input.cacheRead + input.cacheWrite;
  const isOllama = conversation.dialect === "ollama";
  const context = isOllama ? Math.min(conversation.contextSize ?? ollamaDefaultContext, model.context) : model.context;
  if (wanted <= context) return { kind: "fits", input };
  if (isOllama && conversation.mayTruncate) return { kind: "fits", input: uncachedOnly(context) };
  return { kind: "too-long", message: tooLong(conversation, wanted, context) };
}

function uncachedOnly(tokens: number): InputUsage {
  return { uncached: tokens, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0 };
}

function tooLong({ dialect }: Conversation, wanted: number, context: number): string {
  switch (dialect) {
    case "anthropic":
      return `prompt is too long: ${wanted} tokens > ${context} maximum`;
    case "openai-responses":
      return `Your input exceeds the context window of this model: ${wanted} tokens of ${context}.`;
    case "gemini":
      return `The input token count (${wanted}) exceeds the maximum number of tokens allowed (${context}).`;
    case "openai-chat":
      return `This model's maximum context length is ${context} tokens, and your messages resulted in ${wanted} tokens.`;
    case "ollama":
      return `prompt too long; exceeded max context length by ${wanted - context} tokens`;
  }
}

/** A host stops at the limit in the middle of the text; calls that no longer fit are never begun. */
function limitOutput(turn: Turn, limit: number): { readonly turn: Turn; readonly cut: boolean } {
  if (outputUsage(turn).output <= limit) return { turn, cut: false };
  const { calls: _dropped, ...rest } = turn;
  const thinking = keepTokens(turn.thinking ?? "", limit);
  const text = keepTokens(turn.text ?? "", limit - tokensOfBytes(bytesOf(thinking)));
  return { turn: { ...rest, text, ...(thinking === "" ? {} : { thinking }) }, cut: true };
}

function keepTokens(text: string, tokens: number): string {
  const bytes = Math.max(0, tokens) * 4;
  if (bytesOf(text) <= bytes) return text;
  return new TextDecoder("utf-8").decode(Buffer.from(text, "utf8").subarray(0, bytes)).replace(/\uFFFD+$/, "");
}
