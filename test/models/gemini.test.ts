import assert from "node:assert/strict";
import { test } from "node:test";
import { createChat } from "../../server/models/dialects.ts";
import { buildRequest } from "../../server/models/gemini/request.ts";
import { rawHost } from "./raw-host.ts";
import { expectKind, hear, readTool, requestTo, targetAt } from "./targets.ts";
import { doneFrom, failureFrom } from "./wire-host.ts";

const target = targetAt("gemini", "https://host.example/v1beta");
const chunk = (parts: readonly object[], finishReason?: string) => ({
  candidates: [{ content: { role: "model", parts }, ...(finishReason ? { finishReason } : {}) }],
});

test("a request declares tools by JSON schema, asks for thoughts and lets the roles take turns", async (context) => {
  const { message } = await doneFrom(context, "gemini", [
    chunk([{ text: "Reading." }]),
    chunk([{ functionCall: { name: "read", args: { path: "a" } }, thoughtSignature: "signed" }]),
    chunk([{ functionCall: { name: "read", args: { path: "b" } } }], "STOP"),
  ]);
  const [first, second] = message.toolCalls;
  assert.ok(first && second && first.id !== second.id);
  const results = [
    { callId: first.id, name: "read", text: "one", isError: false },
    { callId: second.id, name: "read", text: "gone", isError: true },
  ];
  const messages = [
    { role: "user" as const, text: "hello" },
    message,
    { role: "tool" as const, results },
    { role: "user" as const, text: "Go on." },
  ];
  assert.deepEqual(JSON.parse(JSON.stringify(buildRequest(requestTo({ ...target, id: "host/model" }, { messages })))), {
    systemInstruction: { parts: [{ text: "You are a test." }] },
    contents: [
      { role: "user", parts: [{ text: "hello" }] },
      {
        role: "model",
        parts: [
          { text: "Reading." },
          { functionCall: { id: first.id, name: "read", args: { path: "a" } }, thoughtSignature: "signed" },
          { functionCall: { id: second.id, name: "read", args: { path: "b" } } },
        ],
      },
      {
        role: "user",
        parts: [
          { functionResponse: { id: first.id, name: "read", response: { output: "one" } } },
          { functionResponse: { id: second.id, name: "read", response: { error: "gone" } } },
          { text: "Go on." },
        ],
      },
    ],
    tools: [
      {
        functionDeclarations: [
          { name: "read", description: readTool.description, parametersJsonSchema: readTool.parameters },
        ],
      },
    ],
    generationConfig: { maxOutputTokens: 500, thinkingConfig: { includeThoughts: true } },
  });
  const old = buildRequest(requestTo({ ...target, model: "gemini-2.0-flash" }));
  assert.equal(old.generationConfig.thinkingConfig, undefined);
});

test("thoughts are thinking, count as output and stand beside the candidates", async (context) => {
  const usageMetadata = {
    promptTokenCount: 29,
    cachedContentTokenCount: 20,
    candidatesTokenCount: 10,
    thoughtsTokenCount: 202,
  };
  const { message, metering } = await doneFrom(context, "gemini", [
    { ...chunk([{ text: "Hm.", thought: true }]), usageMetadata: { promptTokenCount: 5 } },
    { ...chunk([{ text: "Yes." }], "STOP"), usageMetadata },
  ]);
  assert.deepEqual([message.text, message.thinking.map(({ text }) => text)], ["Yes.", ["Hm."]]);
  assert.deepEqual(metering.usage, {
    uncached: 9,
    cacheRead: 20,
    cacheWrite: 0,
    cacheWrite1h: 0,
    output: 212,
    reasoning: 202,
  });
});

test("what is filtered is told apart from what failed", async (context) => {
  for (const events of [
    [chunk([{ text: "No" }], "SAFETY")],
    [{ promptFeedback: { blockReason: "PROHIBITED_CONTENT" } }],
  ]) {
    assert.equal((await doneFrom(context, "gemini", events)).finish, "content-filter");
  }
  assert.equal((await doneFrom(context, "gemini", [chunk([{ text: "No" }], "MAX_TOKENS")])).finish, "length");
  const failed = await failureFrom(context, "gemini", [chunk([], "MALFORMED_FUNCTION_CALL")]);
  assert.deepEqual([failed.error.kind, failed.error.retry.kind], ["malformed-reply", "soon"]);
});

test("a limit that names its wait is waited for, a spent quota and a wrong key are not", async (context) => {
  const message = "You exceeded your current quota, please check your plan and billing details.";
  const wait = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "37s" };
  const cases = [
    [429, { code: 429, message, status: "RESOURCE_EXHAUSTED", details: [wait] }, "rate-limited", "after"],
    [429, { code: 429, message, status: "RESOURCE_EXHAUSTED" }, "quota", "never"],
    [400, { code: 400, message: "API key not valid. Please pass a valid API key." }, "wrong-key", "never"],
    [
      400,
      { code: 400, message: "The input token count (9) exceeds the maximum number of tokens allowed (5)." },
      "context-overflow",
      "never",
    ],
  ] as const;
  for (const [status, error, kind, retry] of cases) {
    const host = await rawHost(context, (_request, response) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify([{ error }]));
    });
    const chat = createChat({ secrets: { read: () => "canary.2718281828" } });
    const { reply } = await hear(chat(requestTo(targetAt("gemini", host.url)), new AbortController().signal));
    const failed = expectKind(reply, "failed");
    assert.deepEqual([failed.error.kind, failed.error.retry.kind], [kind, retry], error.message);
  }
});
