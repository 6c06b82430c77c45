import assert from "node:assert/strict";
import { test } from "node:test";
import { APIError } from "openai";
import { everyModel, faulty, ollama, openai, post, type RawReply, serve } from "./clients.ts";
import type { ModelServer } from "./server.ts";

const terminalMarker = { small: '"done":true', open: "[DONE]", big: "message_stop" } as const;

async function eachModel(
  context: Parameters<typeof serve>[0],
  scripts: Parameters<typeof serve>[1],
  check: (reply: RawReply, model: (typeof everyModel)[number], server: ModelServer) => void,
): Promise<void> {
  for (const model of everyModel) {
    const server = await serve(context, scripts);
    check(await post(server, model), model, server);
  }
}

/** Asks, waits until the text looks like this, and gives up as a client with a time limit does. */
/** Patience is long enough that a busy machine is not taken for a silent server. */
async function giveUp(server: ModelServer, model: (typeof everyModel)[number]): Promise<string> {
  try {
    return `answered ${(await post(server, model, "hello", AbortSignal.timeout(2_000))).text}`;
  } catch (error) {
    return `no headers: ${String(error)}`;
  }
}

test("a status fault sends status, headers and the dialect's own error body, and is not billed", async (context) => {
  const fault = { kind: "status", status: 429, headers: { "retry-after": "7" }, message: "Slow down." } as const;
  const shapes = {
    small: { error: "Slow down." },
    open: { error: { message: "Slow down.", type: "rate_limit_error", code: "rate_limit_exceeded" } },
    big: { type: "error", error: { type: "rate_limit_error", message: "Slow down." }, request_id: "req_scripted" },
  };
  await eachModel(context, faulty(fault), (reply, model, server) => {
    assert.equal(reply.status, 429);
    assert.equal(reply.headers.get("retry-after"), "7");
    assert.deepEqual(JSON.parse(reply.text), shapes[model]);
    assert.equal(server.bill().entries.length, 0);
    assert.equal(server.requests()[0]?.status, 429);
  });
});

test("a status fault can send an HTML page", async (context) => {
  const body = "<html><h1>502 Bad Gateway</h1></html>";
  const fault = { kind: "status", status: 502, headers: { "content-type": "text/html" }, body } as const;
  await eachModel(context, faulty(fault), (reply) => {
    assert.equal(reply.status, 502);
    assert.equal(reply.headers.get("content-type"), "text/html");
    assert.equal(reply.text, body);
  });
});

test("a redirect names its place and is not billed", async (context) => {
  await eachModel(context, faulty({ kind: "redirect", to: "http://127.0.0.1:9/" }), (reply, _model, server) => {
    assert.equal(reply.status, 307);
    assert.equal(reply.headers.get("location"), "http://127.0.0.1:9/");
    assert.equal(server.bill().entries.length, 0);
  });
});

test("a cut stream breaks the connection after its pieces and is billed for them without usage", async (context) => {
  await eachModel(context, faulty({ kind: "cut", afterPieces: 2 }), (reply, model, server) => {
    assert.equal(reply.broken, true);
    assert.match(reply.text, /one two /);
    assert.match(reply.text, /three fo/);
    assert.doesNotMatch(reply.text, /ur five/);
    assert.ok(!reply.text.includes(terminalMarker[model]));
    const [entry] = server.bill().entries;
    assert.deepEqual([entry?.usageSent, entry?.complete, entry?.usage.output], [false, false, 4]);
  });
});

test("a cut stream can break at a byte, in the middle of an event", async (context) => {
  await eachModel(context, faulty({ kind: "cut", afterBytes: 33 }), (reply, _model, server) => {
    assert.equal(reply.broken, true);
    assert.equal(Buffer.byteLength(reply.text), 33);
    assert.equal(server.bill().entries.length, 1);
  });
});

test("a stream can end in good order without its terminal marker", async (context) => {
  await eachModel(context, faulty({ kind: "no-end" }), (reply, model, server) => {
    assert.equal(reply.broken, false);
    assert.match(reply.text, / ten/);
    assert.ok(!reply.text.includes(terminalMarker[model]));
    assert.equal(server.bill().entries[0]?.complete, false);
  });
});

test("an error event comes in the dialect's own shape", async (context) => {
  const shapes = {
    small: /^\{"error":"Broken\."\}$/m,
    open: /^data: \{"error":\{"message":"Broken\."/m,
    big: /^event: error\ndata: \{"type":"error","error":\{"type":"overloaded_error","message":"Broken\."/m,
  };
  await eachModel(context, faulty({ kind: "error-event", afterPieces: 1, message: "Broken." }), (reply, model) => {
    assert.equal(reply.status, 200);
    assert.match(reply.text, shapes[model]);
    assert.ok(!reply.text.includes(terminalMarker[model]));
  });
});

test("the official clients take the error event for an error", async (context) => {
  const server = await serve(context, faulty({ kind: "error-event", afterPieces: 1, message: "Broken." }));
  const messages = [{ role: "user" as const, content: "go" }];
  await assert.rejects(
    openai(server).chat.completions.stream({ model: "open", messages }).finalChatCompletion(),
    (error) => error instanceof APIError && /Broken/.test(error.message),
  );
  await assert.rejects(async () => {
    for await (const part of await ollama(server).chat({ model: "small", stream: true, messages })) assert.ok(part);
  }, /Broken/);
});

test("headers that never come, a first token that never comes and a silent middle wait until the client leaves", async (context) => {
  const silent = async (model: (typeof everyModel)[number]) => {
    const [headers, firstToken, idle] = await Promise.all([
      giveUp(await serve(context, faulty({ kind: "no-headers" })), model),
      giveUp(await serve(context, faulty({ kind: "no-first-token" })), model),
      giveUp(await serve(context, faulty({ kind: "idle", afterPieces: 1 })), model),
    ]);
    assert.match(headers, /^no headers/);
    assert.equal(firstToken, "answered ");
    assert.match(idle, /^answered .*one two /s);
    assert.doesNotMatch(idle, /three/);
  };
  await Promise.all(everyModel.map(silent));
});

test("an endless reply goes on until the client leaves, and then it is billed up to the limit", async (context) => {
  for (const model of everyModel) {
    const server = await serve(context, faulty({ kind: "endless", text: "more " }));
    const { text } = await post(server, model, "hello", undefined, 10_000);
    assert.ok(text.length >= 10_000);
    const [entry] = await eventually(() => server.bill().entries);
    assert.deepEqual([entry?.complete, entry?.usage.output], [false, model === "small" ? 2048 : 500]);
  }
});

test("a gzip bomb unpacks to its size", async (context) => {
  const server = await serve(context, faulty({ kind: "gzip-bomb", megabytes: 3 }));
  const reply = await post(server, "open");
  assert.equal(reply.headers.get("content-encoding"), "gzip");
  assert.equal(reply.text.length, 3_000_000);
});

test("an empty body, a wrong content type and an empty answer arrive as such", async (context) => {
  await eachModel(context, faulty({ kind: "empty-body" }), (reply) =>
    assert.deepEqual([reply.status, reply.text], [200, ""]),
  );
  await eachModel(context, faulty({ kind: "content-type", contentType: "text/html" }), (reply) =>
    assert.equal(reply.headers.get("content-type"), "text/html"),
  );
  await eachModel(context, [{ model: "*", turns: [{}] }], (reply, model) => {
    assert.ok(reply.text.includes(terminalMarker[model]));
  });
});

test("malformed arguments and unknown tools go out as they are written", async (context) => {
  const calls = [
    { name: "edit_file", argumentsText: '{"path": "a.ts", "path": "b.ts"' },
    { name: "no_such_tool", arguments: {} },
  ];
  const server = await serve(context, [{ model: "*", turns: [{ calls, pieces: { characters: 1000 } }] }]);
  const quoted = JSON.stringify(calls[0]?.argumentsText);
  assert.ok((await post(server, "open")).text.includes(quoted));
  assert.ok((await post(server, "big")).text.includes(quoted));
  const small = (await post(server, "small")).text;
  assert.ok(small.includes(`"arguments":${calls[0]?.argumentsText}`));
  assert.match(small, /no_such_tool/);
});

test("usage can be missing, null, no number, huge or negative, and the bill says that it was not sent", async (context) => {
  const seen = {
    null: /"(usage|prompt_eval_count)":null/,
    nan: /"(input_tokens|prompt_tokens|prompt_eval_count)":NaN/,
    huge: /"(input_tokens|prompt_tokens|prompt_eval_count)":1e300/,
    negative: /"(input_tokens|prompt_tokens|prompt_eval_count)":-\d/,
  } as const;
  for (const usage of ["missing", "null", "nan", "huge", "negative"] as const) {
    await eachModel(context, [{ model: "*", turns: [{ text: "hi", usage }] }], (reply, model, server) => {
      if (usage === "missing") assert.doesNotMatch(reply.text, /usage|eval_count/);
      else assert.match(reply.text, seen[usage], `${usage} from ${model}`);
      const [entry] = server.bill().entries;
      assert.deepEqual([entry?.complete, entry?.usageSent], [true, false]);
      assert.ok(entry && entry.usage.output > 0 && entry.usage.output < 10);
    });
  }
});

test("a silently shortened prompt shows in Ollama's count even when shortening was forbidden", async (context) => {
  const server = await serve(context, faulty({ kind: "truncate", promptTokens: 12 }));
  const body = { model: "small", truncate: false, messages: [{ role: "user", content: "long ".repeat(500) }] };
  const reply = await fetch(`${server.url}/api/chat`, { method: "POST", body: JSON.stringify(body) });
  assert.match(await reply.text(), /"prompt_eval_count":12/);
});

test("a slow reply takes its time between pieces", async (context) => {
  const server = await serve(context, [
    { model: "*", turns: [{ text: "abcdef", pieces: { characters: 1, delayMs: 15 } }] },
  ]);
  const start = performance.now();
  await post(server, "open");
  assert.ok(performance.now() - start > 80);
});

test("a fault with a count strikes so many times, and then the turn is answered", async (context) => {
  const server = await serve(context, faulty({ kind: "status", status: 503 }, 2));
  const statuses = [];
  for (let request = 0; request < 4; request++) statuses.push((await post(server, "open")).status);
  assert.deepEqual(statuses, [503, 503, 200, 200]);
});

test("a fault can be planned for the nth request to a model, from the test or over the wire", async (context) => {
  const server = await serve(context, [{ model: "*", turns: [{ text: "hi" }] }]);
  server.fail({ model: "open", request: 2, fault: { kind: "status", status: 500 } });
  const statuses = [];
  for (let request = 0; request < 3; request++) statuses.push((await post(server, "open")).status);
  assert.deepEqual(statuses, [200, 500, 200]);
  const plan = (fault: unknown) =>
    fetch(`${server.url}/control/faults`, { method: "POST", body: JSON.stringify([fault]) });
  assert.equal((await plan({ model: "*", fault: { kind: "status", status: 529 } })).status, 200);
  assert.deepEqual([(await post(server, "big")).status, (await post(server, "big")).status], [529, 200]);
  assert.equal((await plan({ model: "*", fault: { kind: "sulk" } })).status, 400);
});

async function eventually<Value>(read: () => readonly Value[]): Promise<readonly Value[]> {
  const end = performance.now() + 5000;
  while (read().length === 0 && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
  return read();
}
