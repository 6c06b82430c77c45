import { z } from "zod";
import type { Endpoint } from "../endpoint.ts";
import { CallStopped } from "../http/call-failure.ts";
import { framesOf, readBeginning } from "../http/frames.ts";
import { type Answered, guardedFetch } from "../http/guarded-fetch.ts";
import { quote, readHostWords, wordsOf } from "../http/host-words.ts";

/** Bytes over all parts of the model that are known by now; undefined before the first. */
export interface PullProgress {
  readonly status: string;
  readonly completed: number | undefined;
  readonly total: number | undefined;
}

export type PullResult =
  | { readonly kind: "pulled" }
  | { readonly kind: "cancelled" }
  /** `because` ends in the next step. What was pulled already is kept by Ollama. */
  | { readonly kind: "failed"; readonly because: string };

const bytes = z.int().nonnegative().nullish().catch(undefined);
const line = z.looseObject({
  status: z.string().nullish().catch(undefined),
  digest: z.string().nullish().catch(undefined),
  total: bytes,
  completed: bytes,
  error: z.unknown().optional(),
});
type Line = z.infer<typeof line>;

/** Milliseconds and bytes. Checking a large model's digest takes minutes in which Ollama says nothing. */
const limits = { headers: 30_000, firstToken: 60_000, idle: 600_000, bytes: 1024 * 1024 * 1024 };
const longestStatus = 200;
const mostParts = 1_000;

/** Pulls a model into the Ollama at an endpoint. Never rejects; aborting the signal closes the connection, and Ollama stops. */
export async function pullModel(
  endpoint: Endpoint,
  model: string,
  onProgress: (progress: PullProgress) => void,
  signal: AbortSignal,
): Promise<PullResult> {
  const answer = await guardedFetch(
    {
      endpoint,
      url: `${endpoint.url}/api/pull`,
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/x-ndjson" },
      credentials: {},
      body: JSON.stringify({ model, stream: true }),
      limits,
    },
    signal,
  );
  if (answer.kind === "cancelled") return answer;
  if (answer.kind === "failed") return { kind: "failed", because: answer.error.message };
  try {
    return answer.status === 200
      ? await follow(answer, endpoint, model, onProgress)
      : refusedWith(readHostWords(await readBeginning(answer, 4_096)).message, answer.status, model, endpoint);
  } catch (thrown) {
    if (signal.aborted) return { kind: "cancelled" };
    if (!(thrown instanceof CallStopped)) throw thrown;
    return stoppedInTheMiddle(endpoint, model);
  } finally {
    answer.close();
  }
}

async function follow(
  answer: Answered,
  endpoint: Endpoint,
  model: string,
  onProgress: (progress: PullProgress) => void,
): Promise<PullResult> {
  const parts = new Map<string, { readonly completed: number; readonly total: number }>();
  for await (const frames of framesOf(answer, "ndjson", endpoint)) {
    for (const { data, unterminated } of frames) {
      const read = unterminated ? undefined : readLine(data);
      if (read === undefined) continue;
      answer.watch.progress();
      if (read.error !== undefined && read.error !== null) {
        return refusedWith(wordsOf({ error: read.error }).message, undefined, model, endpoint);
      }
      if (read.status === "success") return { kind: "pulled" };
      onProgress(progressOf(read, parts));
    }
  }
  return stoppedInTheMiddle(endpoint, model);
}

function readLine(data: string): Line | undefined {
  try {
    return line.safeParse(JSON.parse(data)).data;
  } catch {
    // Not JSON, so nothing that Ollama says of the pull.
    return undefined;
  }
}

function progressOf(
  { status, digest, total, completed }: Line,
  parts: Map<string, { readonly completed: number; readonly total: number }>,
): PullProgress {
  if (digest && total && (parts.has(digest) || parts.size < mostParts)) {
    parts.set(digest, { completed: Math.min(completed ?? 0, total), total });
  }
  const sum = (name: "completed" | "total") => [...parts.values()].reduce((all, part) => all + part[name], 0);
  const known = parts.size > 0;
  return {
    status: (status ?? "").replaceAll(/\p{C}+/gu, " ").slice(0, longestStatus),
    completed: known ? sum("completed") : undefined,
    total: known ? sum("total") : undefined,
  };
}

function refusedWith(words: string, status: number | undefined, model: string, endpoint: Endpoint): PullResult {
  const because = (sentence: string): PullResult => ({ kind: "failed", because: sentence });
  if (/no space|not enough (?:disk )?space|disk (?:is )?full|quota exceeded/i.test(words)) {
    return because(
      `The disk of ${endpoint.url} has no room for ${model}; make some (ollama rm removes a model) and pull again: it goes on where it stopped.`,
    );
  }
  if (status === 404 || /file does not exist|not found|pull model manifest/i.test(words)) {
    return because(`Ollama knows no model ${model}; check its name and tag, such as qwen3-coder:30b.${quote(words)}`);
  }
  if (/newer version of ollama/i.test(words)) {
    return because(`${model} needs a newer Ollama; update it and pull again.`);
  }
  const told = quote(words);
  const next = "check that Ollama can reach the internet, and pull again";
  return because(`Ollama at ${endpoint.url} could not pull ${model}; ${next}.${told}`);
}

function stoppedInTheMiddle(endpoint: Endpoint, model: string): PullResult {
  return {
    kind: "failed",
    because: `Ollama at ${endpoint.url} stopped before ${model} was complete; see that it runs (ollama serve) and pull again: it goes on where it stopped.`,
  };
}
