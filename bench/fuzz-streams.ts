import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { z } from "zod";
import type { Reply } from "../server/models/chat.ts";
import { contentTypes, dialects } from "../test/conformance/suites/models-streams.ts";
import type { Benchmark } from "./benchmark.ts";
import { BadInput, numberIn } from "./support/bad-input.ts";
import { leanReplay } from "./support/lean-replay.ts";
import { randomFrom } from "./support/random.ts";
import { rounded } from "./support/statistics.ts";
import { cutAnywhere, disguise, type Random, type Recorded } from "./support/stream-mutations.ts";

/** Beside this repository, where the recorded replies of other projects lie when they are there. */
const usualFolder = fileURLToPath(new URL("../../shared/cases/models/streams", import.meta.url));
const index = z.looseObject({
  fixtures: z.array(z.looseObject({ file: z.string(), dialect: z.string(), http_status: z.number() })),
});

const usage = "Usage: npm run bench -- fuzz-streams [--n 20000] [--seed 1] [--path FOLDER] [--json]";

interface Recording extends Recorded {
  readonly file: string;
  readonly status: number;
  readonly contentType: string;
  readonly whole: Reply;
}

/** One in so many recordings is broken off; all others must read as if nothing had been done to them. */
const brokenOff = 0.15;

async function load(folder: string): Promise<readonly Recording[]> {
  const { fixtures } = index.parse(JSON.parse(readFileSync(join(folder, "index.json"), "utf8")));
  const recordings: Recording[] = [];
  for (const { file, dialect: name, http_status: status } of fixtures) {
    const dialect = dialects[name];
    if (dialect === undefined) throw new Error(`The dialect ${name} of ${file} is not spoken.`);
    const text = readFileSync(join(folder, file), "utf8");
    const isStream = extname(file) !== ".json";
    const separator = extname(file) === ".ndjson" ? /(?<=\n)/ : /(?<=\r?\n\r?\n)/;
    const contentType = contentTypes[extname(file)] ?? "text/event-stream";
    const whole = await leanReplay(dialect, { status, contentType, pieces: [Buffer.from(text)] });
    recordings.push({
      file,
      dialect,
      status,
      contentType,
      isStream,
      events: isStream ? text.split(separator) : [text],
      whole,
    });
  }
  return recordings;
}

/** Chooses places of a list by their weights, from a number below 1. */
function picker(weights: readonly number[]): (random: number) => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  const ends = weights.map((weight) => {
    sum += weight / total;
    return sum;
  });
  return (random) =>
    Math.min(
      weights.length - 1,
      Math.max(
        0,
        ends.findIndex((end) => random < end),
      ),
    );
}

type Outcome = "equal" | "named failure" | "wrong";

/** A reply that was broken off is a failure, or all of the answer had come. */
function judge(reply: Reply, whole: Reply, isBroken: boolean): Outcome {
  if (reply.kind === "done" && whole.kind === "done") {
    const same = isDeepStrictEqual(reply.message, whole.message) && reply.finish === whole.finish;
    return same && (isBroken || isDeepStrictEqual(reply.metering, whole.metering)) ? "equal" : "wrong";
  }
  if (reply.kind !== "failed" || reply.error.message === "") return "wrong";
  if (whole.kind === "failed" && reply.error.kind === whole.error.kind) return "equal";
  return isBroken ? "named failure" : "wrong";
}

async function run(recording: Recording, random: Random): Promise<Outcome> {
  const bytes = new TextEncoder().encode(disguise(recording, random));
  const isBroken = recording.status === 200 && random() < brokenOff;
  const kept = isBroken ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes;
  const { status, contentType } = recording;
  const reply = await leanReplay(recording.dialect, { status, contentType, pieces: cutAnywhere(kept, random) });
  return judge(reply, recording.whole, isBroken);
}

export const bench: Benchmark = {
  name: "fuzz-streams",
  async run({ args }) {
    const options = {
      n: { type: "string" },
      seed: { type: "string" },
      path: { type: "string" },
      json: { type: "boolean" },
    } as const;
    const { values } = parseArgs({ args: [...args], options });
    const cuttings = numberIn(values.n ?? "20000", 100_000_000, usage);
    const seed = numberIn(values.seed ?? "1", 2 ** 32, usage);
    const folder = values.path ?? usualFolder;
    if (!existsSync(join(folder, "index.json")))
      throw new BadInput(`There are no recorded streams at ${folder}; name them with --path.`);
    const recordings = await load(folder);
    // Long recordings take their turn as often as short ones cost.
    const pick = picker(recordings.map(({ events }) => 1 / (2_000 + events.join("").length)));
    const counts: Record<Outcome, number> = { equal: 0, "named failure": 0, wrong: 0 };
    const wrong: string[] = [];
    const start = performance.now();
    for (let number = 0; number < cuttings; number++) {
      const random = randomFrom(seed * 1_000_003 + number);
      const recording = recordings[pick(random())];
      if (recording === undefined) throw new BadInput(`There are no recorded streams in ${folder}.`);
      const outcome = await run(recording, random);
      counts[outcome]++;
      if (outcome === "wrong" && wrong.length < 20) wrong.push(`${recording.file} (--seed ${seed}, cutting ${number})`);
    }
    const seconds = rounded((performance.now() - start) / 1_000, 1);
    const json = { cuttings, recordings: recordings.length, ...counts, seconds, wrongCuttings: wrong };
    const text = `${cuttings} cuttings of ${recordings.length} recorded replies in ${seconds} s: ${counts.equal} equal to the uncut reply, ${counts["named failure"]} named failures, ${counts.wrong} wrong (goal: 0)${wrong.map((each) => `\n  ${each}`).join("")}`;
    if (counts.wrong > 0) process.exitCode = 1;
    return { text, json };
  },
};
