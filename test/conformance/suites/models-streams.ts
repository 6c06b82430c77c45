import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Reply } from "../../../server/models/chat.ts";
import type { DialectName } from "../../../server/models/endpoint.ts";
import { inputTotal } from "../../../server/models/usage.ts";
import { replay } from "../../models/replay.ts";
import type { CaseResult } from "../suite.ts";

const count = z.number().optional();
const fixture = z.looseObject({
  file: z.string(),
  dialect: z.string(),
  http_status: z.number(),
  expected: z.looseObject({
    text: z.string().optional(),
    reasoning: z.string().optional(),
    tool_calls: z.array(z.object({ id: z.string().nullable(), name: z.string(), arguments: z.string() })).optional(),
    usage: z
      .looseObject({
        input_total: count,
        output_total: count,
        cache_read: count,
        cache_write: count,
        reasoning: count,
        cost_usd: count,
      })
      .optional(),
    error: z.unknown().optional(),
  }),
});
const index = z.looseObject({ fixtures: z.array(fixture) });
type Fixture = z.infer<typeof fixture>;

const dialects: Readonly<Record<string, DialectName>> = {
  "openai-chat": "openai-chat",
  "anthropic-messages": "anthropic",
  "ollama-native": "ollama",
};
const contentTypes: Readonly<Record<string, string>> = {
  ".sse": "text/event-stream",
  ".ndjson": "application/x-ndjson",
  ".json": "application/json",
};

export const suite = {
  name: "models/streams",
  async *run(cases: unknown, folder: string): AsyncGenerator<CaseResult> {
    for (const each of index.parse(cases).fixtures) yield await check(each, folder);
  },
};

async function check(
  { file, dialect: name, http_status: status, expected }: Fixture,
  folder: string,
): Promise<CaseResult> {
  const dialect = dialects[name];
  if (dialect === undefined) return { id: file, outcome: "skipped", why: `the dialect ${name} is not spoken` };
  const bytes = await readFile(join(folder, file));
  const contentType = contentTypes[extname(file)] ?? "text/event-stream";
  const { reply } = await replay(dialect, { status, contentType, pieces: [bytes] });
  if (expected.error !== undefined) {
    return reply.kind === "failed"
      ? { id: file, outcome: "passed" }
      : { id: file, outcome: "failed", why: `expected a failure, got ${reply.kind}` };
  }
  if (reply.kind !== "done") return { id: file, outcome: "failed", why: JSON.stringify(reply) };
  const wrong = Object.entries(differences(reply, expected));
  return wrong.length === 0
    ? { id: file, outcome: "passed" }
    : {
        id: file,
        outcome: "failed",
        why: wrong.map(([what, values]) => `${what}: ${JSON.stringify(values)}`).join("; "),
      };
}

/** What differs, with the value that was read and the one expected. Only what the case names is compared. */
function differences(reply: Extract<Reply, { kind: "done" }>, expected: Fixture["expected"]): Record<string, unknown> {
  const { message, metering } = reply;
  const usage = metering.usage === "unknown" ? undefined : metering.usage;
  const wanted = expected.usage ?? {};
  const pairs: Record<string, readonly [unknown, unknown]> = {
    text: [message.text, expected.text ?? ""],
    reasoning: [message.thinking.map(({ text }) => text).join(""), expected.reasoning],
    calls: [
      message.toolCalls.map(({ id, name, argumentsText }) => ({ id, name, arguments: JSON.parse(argumentsText) })),
      (expected.tool_calls ?? []).map((call) => ({ ...call, arguments: JSON.parse(call.arguments) })),
    ],
    input: [usage && inputTotal(usage), wanted.input_total],
    output: [usage?.output, wanted.output_total],
    cacheRead: [usage?.cacheRead, wanted.cache_read],
    cacheWrite: [usage?.cacheWrite, wanted.cache_write],
    reasoningTokens: [usage?.reasoning, wanted.reasoning],
    cost: [metering.reportedUsd === undefined ? undefined : Number(metering.reportedUsd), wanted.cost_usd],
  };
  const different = Object.entries(pairs).filter(
    ([, [read, value]]) => value !== undefined && !isDeepStrictEqual(read, value),
  );
  return Object.fromEntries(different);
}
