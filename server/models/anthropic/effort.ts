import type { MessageCreateParamsStreaming } from "@anthropic-ai/sdk/resources/messages";
import type { ChatRequest } from "../chat.ts";
import { reasoningBudget } from "../effort.ts";

/** Newer models decide themselves how long to think and take an effort; the others take a number of tokens. */
export function effortParameters({
  target: { effort, model },
  maxOutputTokens,
}: ChatRequest): Pick<MessageCreateParamsStreaming, "thinking" | "output_config"> {
  if (effort === undefined) return {};
  if (effort === "none") return { thinking: { type: "disabled" } };
  if (isAdaptive(model)) return { thinking: { type: "adaptive" }, output_config: { effort } };
  const budget = reasoningBudget(effort, maxOutputTokens);
  return budget === undefined ? {} : { thinking: { type: "enabled", budget_tokens: budget } };
}

/** From version 4.6 on. */
function isAdaptive(model: string): boolean {
  const version = /claude-(?:[a-z]+-)(\d+)(?:[-.](\d{1,2}))?(?!\d)/.exec(model);
  if (version === null) return false;
  return Number(version[1]) > 4 || (Number(version[1]) === 4 && Number(version[2] ?? 0) >= 6);
}
