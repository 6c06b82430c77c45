import assert from "node:assert/strict";
import { test } from "node:test";
import { createChat } from "../../server/models/dialects.ts";
import { rawHost } from "./raw-host.ts";
import { expectKind, hear, requestTo, targetAt } from "./targets.ts";
import { hearFrom } from "./wire-host.ts";

const end = { message: { content: "Yes." }, done: true, done_reason: "stop", prompt_eval_count: 30, eval_count: 2 };

test("a cold load is told with its time, a warm model is not", async (context) => {
  const cold = await hearFrom(context, "ollama", [{ ...end, load_duration: 12_300_000_000 }]);
  assert.deepEqual(
    cold.events.filter(({ type }) => type === "loaded"),
    [{ type: "loaded", milliseconds: 12_300 }],
  );
  assert.equal(expectKind(cold.reply, "done").message.text, "Yes.");
  const warm = await hearFrom(context, "ollama", [{ ...end, load_duration: 40_000_000 }]);
  assert.ok(warm.events.every(({ type }) => type !== "loaded"));
});

test("a local host gets the time to read a long prompt before its first token, a hosted one does not", async (context) => {
  const host = await rawHost(context, (_request, response) => {
    response.writeHead(200, { "content-type": "application/x-ndjson" });
    response.flushHeaders();
    setTimeout(() => response.end(`${JSON.stringify({ ...end, prompt_eval_count: 8_000 })}\n`), 600);
  });
  const chat = createChat({ secrets: { read: () => undefined } });
  const timeouts = { headers: 20_000, firstToken: 100, idle: 20_000 };
  const messages = [{ role: "user" as const, text: "word ".repeat(8_000) }];
  const ask = async (local: boolean) => {
    const target = targetAt("ollama", host.url, { keyName: undefined, local, timeouts });
    return (await hear(chat(requestTo(target, { messages }), new AbortController().signal))).reply;
  };
  assert.equal((await ask(true)).kind, "done");
  assert.equal(expectKind(await ask(false), "failed").error.kind, "timeout-first-token");
});

test("a truncated prompt is refused with the size for which the server really loaded the model", async (context) => {
  const host = await rawHost(context, (request, response) => {
    const loaded = { models: [{ name: "model:latest", context_length: 4_096 }] };
    response.end(JSON.stringify(request.url === "/api/ps" ? loaded : { ...end, prompt_eval_count: 2_051 }));
  });
  const chat = createChat({ secrets: { read: () => undefined } });
  const text = Array.from({ length: 12_000 }, (_, index) => `word${index}`).join(" ");
  const request = requestTo(targetAt("ollama", host.url, { keyName: undefined }), {
    messages: [{ role: "user", text }],
  });
  const { error, partialText } = expectKind((await hear(chat(request, new AbortController().signal))).reply, "failed");
  assert.deepEqual([error.kind, error.retry.kind, partialText], ["context-truncated", "never", "Yes."]);
  assert.match(error.message, /read only 2051 .* loaded the model for 4096 tokens only/);
});
