import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { parseArguments } from "../../../server/models/arguments.ts";
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
type Done = Extract<Reply, { kind: "done" }>;

/** What the recordings call our dialects. */
export const dialects: Readonly<Record<string, DialectName>> = {
  "openai-chat": "openai-chat",
  "openai-responses": "openai-responses",
  "anthropic-messages": "anthropic",
  gemini: "gemini",
  "ollama-native": "ollama",
};
export const contentTypes: Readonly<Record<string, string>> = {
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
  const contentType = contentTypes[extname(file)] ?? "text/event-stream";
  const replies: Reply[] = [];
  for (const recording of repliesIn(await readFile(join(folder, file)))) {
    replies.push((await replay(dialect, { status, contentType, pieces: [recording] })).reply);
  }
  if (expected.error !== undefined && expected.error !== null) {
    return replies.some(({ kind }) => kind === "failed")
      ? { id: file, outcome: "passed" }
      : { id: file, outcome: "failed", why: "expected a failure" };
  }
  const done = replies.flatMap((reply) => (reply.kind === "done" ? [reply] : []));
  if (done.length < replies.length) return { id: file, outcome: "failed", why: JSON.stringify(replies) };
  const wrong = Object.entries(differences(done, expected));
  return wrong.length === 0
    ? { id: file, outcome: "passed" }
    : {
        id: file,
        outcome: "failed",
        why: wrong.map(([what, values]) => `${what}: ${JSON.stringify(values)}`).join("; "),
      };
}

/** Some recordings hold the replies of several requests, one after the other; a reply of this protocol begins but once. */
function repliesIn(recording: Buffer): readonly Buffer[] {
  const starts: number[] = [];
  const mark = "event: response.created";
  for (let at = recording.indexOf(mark); at >= 0; at = recording.indexOf(mark, at + 1)) starts.push(at);
  return starts.length < 2 ? [recording] : starts.map((start, index) => recording.subarray(start, starts[index + 1]));
}

/** What differs, with the value that was read and the one expected. Only what the case names is compared. */
function differences(replies: readonly Done[], expected: Fixture["expected"]): Record<string, unknown> {
  const messages = replies.map(({ message }) => message);
  const metering = replies.at(-1)?.metering ?? { usage: "unknown" as const, reportedUsd: undefined };
  const usage = metering.usage === "unknown" ? undefined : metering.usage;
  const wanted = expected.usage ?? {};
  const calls = messages.flatMap(({ toolCalls }) => toolCalls);
  // Where the host gave no id, any will do.
  const wantedCalls = (expected.tool_calls ?? []).map(({ id, name, arguments: text }, index) =>
    readCall({ id: id || (calls[index]?.id ?? ""), name, argumentsText: text }),
  );
  const pairs: Record<string, readonly [unknown, unknown]> = {
    text: [messages.map(({ text }) => text).join(""), expected.text ?? ""],
    reasoning: [messages.flatMap(({ thinking }) => thinking.map(({ text }) => text)).join(""), expected.reasoning],
    calls: [calls.map(readCall), wantedCalls],
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

function readCall({
  id,
  name,
  argumentsText,
}: {
  readonly id: string;
  readonly name: string;
  readonly argumentsText: string;
}) {
  const read = parseArguments(argumentsText);
  return { id, name, arguments: read.kind === "parsed" ? read.value : argumentsText };
}
