/** How hosts say that a prompt is too long. */
const overflowTexts: readonly RegExp[] = [
  /prompt is too long/, // Anthropic
  /request_too_large/,
  /exceeds? (the )?context (window|limit)/, // OpenAI, Anthropic with max_tokens
  /maximum context length/, // OpenAI, OpenRouter, vLLM, Mistral
  /context_length_exceeded/,
  /input token count.*exceeds the maximum/, // Google
  /maximum prompt length is/, // xAI
  /reduce the length of the (messages|prompt|input)/, // Groq, Cerebras
  /longer than the model'?s context length/, // Together
  /too large for model with/, // Mistral
  /context window exceeds limit/, // MiniMax
  /exceeded model token limit/, // Kimi coding
  /range of input length should be/, // DashScope
  /prompt too long/, // Z.ai, Ollama
  /prompt exceeds max length/, // Z.ai
  /model_context_window_exceeded/,
  /exceeds the available context size/, // llama.cpp
  /greater than the context length/, // LM Studio
  /exceed(s|ed) (the )?(max )?context length/, // Ollama
  /contextwindowexceedederror/, // LiteLLM
  /input is too long/, // Bedrock
  /context (length|window|size|limit) (was |is |has been )?exceeded/,
  /exceeds? (the |this |its )?(model'?s )?(maximum |max )?(context|input)\b/,
  /prompt token count of .* exceeds the limit/, // GitHub Copilot
];
const rateTexts = /rate.?limit|too many requests|per.minute|per.day|quota/;

/** Statuses that can speak of the request itself. Others can't mean an overflow, whatever their text says. */
const requestStatuses = new Set([400, 413, 422]);

/** `status` is undefined for an error inside a stream that names none. */
export function isContextOverflow(status: number | undefined, text: string): boolean {
  if (status !== undefined && !requestStatuses.has(status)) return false;
  const lower = text.toLowerCase();
  if (rateTexts.test(lower)) return false;
  if (status === 413) return true;
  return overflowTexts.some((pattern) => pattern.test(lower));
}
