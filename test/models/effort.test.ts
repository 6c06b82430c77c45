import assert from "node:assert/strict";
import { test } from "node:test";
import { buildRequest as buildAnthropic } from "../../server/models/anthropic/request.ts";
import type { Effort } from "../../server/models/effort.ts";
import type { DialectName } from "../../server/models/endpoint.ts";
import { buildRequest as buildGemini } from "../../server/models/gemini/request.ts";
import { buildRequest as buildOllama } from "../../server/models/ollama/request.ts";
import { buildRequest as buildChat } from "../../server/models/openai-chat/request.ts";
import { buildRequest as buildResponses } from "../../server/models/openai-responses/request.ts";
import { requestTo, targetAt } from "./targets.ts";

const builders = {
  "openai-chat": buildChat,
  "openai-responses": buildResponses,
  anthropic: buildAnthropic,
  gemini: buildGemini,
  ollama: buildOllama,
};

function requestWith(
  dialect: DialectName,
  effort: Effort | undefined,
  model = "model",
  url = "https://host.example/v1",
) {
  const target = { ...targetAt(dialect, url), model, ...(effort === undefined ? {} : { effort }) };
  return JSON.parse(JSON.stringify(builders[dialect](requestTo(target, { maxOutputTokens: 20_000 }))));
}

test("nothing is asked for when the user chose no effort", () => {
  for (const dialect of Object.keys(builders) as DialectName[]) {
    const wire = JSON.stringify(requestWith(dialect, undefined));
    assert.doesNotMatch(wire, /effort|"think"|"thinking"|thinkingBudget|thinkingLevel|"reasoning":/, dialect);
  }
});

test("each dialect and host is asked in its own words", () => {
  const cases: readonly (readonly [DialectName, Effort, string, string, object])[] = [
    ["openai-chat", "high", "m", "https://api.groq.com/openai/v1", { reasoning_effort: "high" }],
    ["openai-chat", "low", "m", "https://openrouter.ai/api/v1", { reasoning: { effort: "low" } }],
    ["openai-chat", "none", "glm-5.3", "https://api.z.ai/api/paas/v4", { thinking: { type: "disabled" } }],
    ["openai-chat", "high", "kimi", "https://api.moonshot.ai/v1", { thinking: { type: "enabled" } }],
    ["openai-chat", "max", "m", "https://api.deepseek.com", { thinking: { type: "enabled" }, reasoning_effort: "max" }],
    [
      "openai-chat",
      "none",
      "qwen",
      "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
      { enable_thinking: false },
    ],
    [
      "openai-responses",
      "medium",
      "gpt-6",
      "https://api.openai.com/v1",
      { reasoning: { effort: "medium", summary: "auto" } },
    ],
    [
      "anthropic",
      "high",
      "claude-opus-5-5",
      "https://h.example",
      { thinking: { type: "adaptive" }, output_config: { effort: "high" } },
    ],
    [
      "anthropic",
      "low",
      "claude-sonnet-4-6",
      "https://h.example",
      { thinking: { type: "adaptive" }, output_config: { effort: "low" } },
    ],
    [
      "anthropic",
      "high",
      "claude-haiku-4-5-20251001",
      "https://h.example",
      { thinking: { type: "enabled", budget_tokens: 10_000 } },
    ],
    ["anthropic", "low", "MiniMax-M3", "https://h.example", { thinking: { type: "enabled", budget_tokens: 2_048 } }],
    ["anthropic", "none", "claude-opus-5-5", "https://h.example", { thinking: { type: "disabled" } }],
    ["ollama", "none", "qwen3:8b", "http://h.example", { think: false }],
    ["ollama", "high", "qwen3:8b", "http://h.example", { think: true }],
    ["ollama", "medium", "gpt-oss:20b", "http://h.example", { think: "medium" }],
    ["ollama", "none", "gpt-oss:20b", "http://h.example", { think: "low" }],
  ];
  for (const [dialect, effort, model, url, wanted] of cases) {
    const wire = requestWith(dialect, effort, model, url);
    assert.deepEqual(
      Object.fromEntries(Object.keys(wanted).map((key) => [key, wire[key]])),
      wanted,
      `${model} ${effort}`,
    );
  }
  const gemini = (effort: Effort, model: string) =>
    requestWith("gemini", effort, model).generationConfig.thinkingConfig;
  assert.deepEqual(gemini("low", "gemini-3.8-flash"), { includeThoughts: true, thinkingLevel: "low" });
  assert.deepEqual(gemini("none", "gemini-2.5-flash"), { includeThoughts: true, thinkingBudget: 0 });
  assert.deepEqual(gemini("medium", "gemini-2.5-pro"), { includeThoughts: true, thinkingBudget: 8_192 });
});

test("reasoning leaves room for the answer, and a small limit asks for none", () => {
  const target = { ...targetAt("anthropic", "https://h.example"), model: "claude-haiku-4-5", effort: "max" as const };
  const budget = (maxOutputTokens: number) => buildAnthropic(requestTo(target, { maxOutputTokens })).thinking;
  assert.deepEqual(budget(8_000), { type: "enabled", budget_tokens: 4_000 });
  assert.equal(budget(1_500), undefined);
});

test("Anthropic's models behind OpenRouter get cache marks at the system prompt and the last message, all others none", () => {
  const mark = { cache_control: { type: "ephemeral" } };
  const wire = (model: string, url: string) => {
    const messages = [
      { role: "user" as const, text: "hello" },
      { role: "assistant" as const, text: "Hi.", thinking: [], toolCalls: [] },
      { role: "user" as const, text: "Go on." },
    ];
    return buildChat(requestTo({ ...targetAt("openai-chat", url), model }, { messages })).messages;
  };
  const router = "https://openrouter.ai/api/v1";
  assert.deepEqual(wire("anthropic/claude-opus-5.5", router), [
    { role: "system", content: [{ type: "text", text: "You are a test.", ...mark }] },
    { role: "user", content: "hello" },
    { role: "assistant", content: "Hi." },
    { role: "user", content: [{ type: "text", text: "Go on.", ...mark }] },
  ]);
  assert.doesNotMatch(JSON.stringify(wire("z-ai/glm-5.3", router)), /cache_control/);
  assert.doesNotMatch(JSON.stringify(wire("anthropic/claude-opus-5.5", "https://h.example/v1")), /cache_control/);
});
