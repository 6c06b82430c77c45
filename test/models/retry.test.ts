import assert from "node:assert/strict";
import { test } from "node:test";
import type { Chat, ChatEvent, Reply } from "../../server/models/chat.ts";
import type { ModelError } from "../../server/models/model-error.ts";
import { withRetry } from "../../server/models/retry.ts";
import { expectKind, hear, requestTo, targetAt } from "./targets.ts";

const metering = { usage: "unknown", reportedUsd: undefined, answeredBy: undefined } as const;
const request = requestTo(targetAt("openai-chat", "https://host.example/v1"));
const never = new AbortController().signal;

const done: Reply = {
  kind: "done",
  message: { role: "assistant", text: "ok", thinking: [], toolCalls: [] },
  finish: "stop",
  metering,
};

function failure(retry: ModelError["retry"]): Reply {
  const error: ModelError = { kind: "overloaded", message: "Busy.", status: 503, retry };
  return { kind: "failed", error, partialText: "", billed: "no", metering };
}

/** Answers its calls one after the other as given, and remembers their ids. */
function scripted(replies: readonly (readonly [readonly ChatEvent[], Reply])[]) {
  const ids: string[] = [];
  const chat: Chat = async function* ({ callId }) {
    const [events, reply] = replies[ids.length] ?? [[], done];
    ids.push(callId);
    yield* events;
    return reply;
  };
  return { chat, ids };
}

const soon = failure({ kind: "soon" });
const waits: number[] = [];
const options = {
  sleep: async (milliseconds: number) => {
    waits.push(milliseconds);
  },
  random: () => 0.5,
};

test("a failure that may pass is tried again as a new call, after a growing wait that is told", async () => {
  waits.length = 0;
  const { chat, ids } = scripted([
    [[], soon],
    [[], soon],
    [[{ type: "text-delta", text: "ok" }], done],
  ]);
  const { events, reply } = await hear(withRetry(chat, options)(request, never));
  assert.equal(reply.kind, "done");
  assert.deepEqual(ids, ["call-1", "call-1.2", "call-1.3"]);
  assert.deepEqual(waits, [375, 750]);
  assert.deepEqual(events, [
    { type: "retry", waitMs: 375, because: "Busy." },
    { type: "retry", waitMs: 750, because: "Busy." },
    { type: "text-delta", text: "ok" },
  ]);
});

test("three tries are the most", async () => {
  const { chat, ids } = scripted(Array.from({ length: 9 }, () => [[], soon] as const));
  const { reply } = await hear(withRetry(chat, options)(request, never));
  assert.equal(reply.kind, "failed");
  assert.equal(ids.length, 3);
});

test("what must not be retried is not", async () => {
  for (const end of [failure({ kind: "never" }), { kind: "cancelled", billed: "no", metering } as const]) {
    const { chat, ids } = scripted([[[], end]]);
    assert.equal((await hear(withRetry(chat, options)(request, never))).reply, end);
    assert.equal(ids.length, 1);
  }
});

test("a stream that broke after a part of the answer is asked again, and a retry event tells that the part is void", async () => {
  const shown: readonly ChatEvent[] = [
    { type: "text-delta", text: "a" },
    { type: "thinking-delta", text: "a" },
    { type: "tool-call-start", name: "a" },
  ];
  for (const event of shown) {
    const { chat, ids } = scripted([[[event], soon]]);
    const { events, reply } = await hear(withRetry(chat, options)(request, never));
    assert.equal(reply.kind, "done");
    assert.deepEqual(
      events.map(({ type }) => type),
      [event.type, "retry"],
    );
    assert.equal(ids.length, 2);
  }
});

test("a host that is only loading may be asked again", async () => {
  const { chat, ids } = scripted([[[{ type: "loading" }], soon]]);
  assert.equal((await hear(withRetry(chat, options)(request, never))).reply.kind, "done");
  assert.equal(ids.length, 2);
});

test("the wait that a host asks for is kept to, up to a minute", async () => {
  waits.length = 0;
  const short = scripted([[[], failure({ kind: "after", ms: 60_000 })]]);
  assert.equal((await hear(withRetry(short.chat, options)(request, never))).reply.kind, "done");
  assert.deepEqual(waits, [60_000]);
  const long = scripted([[[], failure({ kind: "after", ms: 3_600_000 })]]);
  const { reply } = await hear(withRetry(long.chat, options)(request, never));
  const { error } = expectKind(reply, "failed");
  assert.match(error.message, /Busy\..*60 min/);
  assert.equal(long.ids.length, 1);
});

test("cancelling ends the wait at once and makes no further call", async () => {
  const user = new AbortController();
  const { chat, ids } = scripted([[[], failure({ kind: "after", ms: 50_000 })]]);
  const events = withRetry(chat)(request, user.signal);
  const { value: told } = await events.next();
  assert.ok("type" in told && told.type === "retry");
  const rest = events.next();
  user.abort();
  const { value } = await rest;
  assert.ok(value && "kind" in value && value.kind === "cancelled");
  assert.equal(ids.length, 1);
});
