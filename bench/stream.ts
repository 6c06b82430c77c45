import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Chat } from "../server/models/chat.ts";
import { createChat } from "../server/models/dialects.ts";
import type { DialectName, ServedModel } from "../server/models/endpoint.ts";
import type { Benchmark } from "./benchmark.ts";
import { bareStreams } from "./support/bare-streams.ts";
import { quantile, rounded } from "./support/statistics.ts";

const streams = 50;
const chunks = 400;
const rounds = 5;
const length = Array.from({ length: chunks }, (_, index) => ` word${index % 100}`.length).reduce((a, b) => a + b, 0);
const bases = { "openai-chat": "/v1", "openai-responses": "/v1", anthropic: "", ollama: "" } as const;
type Dialect = keyof typeof bases;

function served(dialect: DialectName, url: string): ServedModel {
  const timeouts = { headers: 60_000, firstToken: 60_000, idle: 60_000 };
  return {
    id: "host/m",
    endpoint: { id: "host", dialect, url, keyName: undefined, provider: undefined, local: true, timeouts },
    model: "m",
    family: "m",
    context: 100_000,
    maxOutput: 10_000,
    abilities: { tools: true },
  };
}

const tools = ["read_file", "edit_file", "run_command"].map((name) => ({
  name,
  description: "Does it.",
  parameters: { type: "object", properties: { path: { type: "string" } } },
}));

/** One whole call as the agent makes it, with its tools. */
async function readOurs(chat: Chat, target: ServedModel): Promise<number> {
  const events = chat(
    {
      callId: "call",
      target,
      system: "",
      messages: [{ role: "user", text: "Where is everything?" }],
      tools,
      maxOutputTokens: 10_000,
    },
    new AbortController().signal,
  );
  let text = "";
  for (;;) {
    const next = await events.next();
    if (next.done) {
      if (next.value.kind !== "done") throw new Error(JSON.stringify(next.value));
      return text.length;
    }
    if (next.value.type === "text-delta") text += next.value.text;
  }
}

interface Measured {
  readonly chunksPerSecond: number;
  /** Milliseconds of this process per 1,000 chunks. */
  readonly cpu: number;
}

async function measure(read: () => Promise<number>): Promise<Measured> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const lengths = await Promise.all(Array.from({ length: streams }, read));
  const seconds = (performance.now() - start) / 1_000;
  const used = process.cpuUsage(cpu);
  if (lengths.some((each) => each !== length)) throw new Error("A stream was not read whole.");
  const total = streams * chunks;
  return { chunksPerSecond: total / seconds, cpu: (used.user + used.system) / 1_000 / (total / 1_000) };
}

/** The two take turns, so that whatever else the machine does hits both. */
async function compare(ours: () => Promise<number>, bare: () => Promise<number>) {
  await measure(ours);
  await measure(bare);
  const measured: { readonly ours: Measured; readonly bare: Measured }[] = [];
  for (let round = 0; round < rounds; round++) {
    const first = round % 2 === 0 ? await measure(ours) : undefined;
    const other = await measure(bare);
    measured.push({ ours: first ?? (await measure(ours)), bare: other });
  }
  const median = (of: (each: (typeof measured)[number]) => number) => quantile(measured.map(of), 0.5);
  return {
    chunksPerSecond: Math.round(median(({ ours: { chunksPerSecond } }) => chunksPerSecond)),
    bareChunksPerSecond: Math.round(median(({ bare: { chunksPerSecond } }) => chunksPerSecond)),
    cpuPer1000: rounded(median(({ ours: { cpu } }) => cpu)),
    bareCpuPer1000: rounded(median(({ bare: { cpu } }) => cpu)),
  };
}

export const bench: Benchmark = {
  name: "stream",
  async run({ args }) {
    const named = (Object.keys(bases) as Dialect[]).filter((dialect) => args.includes(dialect));
    const script = fileURLToPath(new URL("support/stream-server.ts", import.meta.url));
    const server = spawn(process.execPath, [script, String(chunks)], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      const [port]: [string] = (await once(createInterface(server.stdout), "line")) as [string];
      const url = `http://127.0.0.1:${port}`;
      const chat = createChat({ secrets: { read: () => undefined } });
      const bare = bareStreams(url);
      const json = [];
      for (const dialect of named.length > 0 ? named : (Object.keys(bases) as Dialect[])) {
        const target = served(dialect, url + bases[dialect]);
        json.push({ dialect, ...(await compare(() => readOurs(chat, target), bare[dialect])) });
      }
      const lines = json.map(
        (row) =>
          `  ${row.dialect.padEnd(17)} ${row.chunksPerSecond} chunks/s, bare ${row.bareChunksPerSecond} (${rounded((row.chunksPerSecond / row.bareChunksPerSecond) * 100, 0)} %); ` +
          `CPU per 1,000 chunks ${row.cpuPer1000} ms, bare ${row.bareCpuPer1000} ms`,
      );
      const text = `${streams} streams at once of ${chunks} chunks each, median of ${rounds} rounds (goal: at least 90 % of the bare package):\n${lines.join("\n")}`;
      return { text, json };
    } finally {
      server.kill();
    }
  },
};
