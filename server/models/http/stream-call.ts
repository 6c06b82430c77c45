import type { Chat, ChatEvent, ChatRequest, Reply } from "../chat.ts";
import type { Secrets } from "../endpoint.ts";
import { estimateRequest } from "../estimate.ts";
import type { ModelError } from "../model-error.ts";
import { type CallStop, CallStopped, failed, modelError, retrySoon } from "./call-failure.ts";
import { billedAfter, type HostError } from "./errors.ts";
import { type Frame, type Framing, framesOf, readBeginning } from "./frames.ts";
import { type Answered, type Fetch, guardedFetch, type ReplyLimits } from "./guarded-fetch.ts";
import { quote, readHostWords } from "./host-words.ts";
import { readRetryAfter } from "./retry-after.ts";
import { parseJson, type StreamReader } from "./stream-reader.ts";

export interface ChatPorts {
  readonly secrets: Secrets;
  /** For tests; the machine's own `fetch` otherwise. */
  readonly fetch?: Fetch | undefined;
}

/** What makes a wire protocol different from the others. Everything else about a call is the same for all. */
export interface Dialect {
  readonly framing: Framing;
  /** The host sends its headers together with the first token, and may have to load the model before. */
  readonly loadsModels: boolean;
  /** Makes one request through the official package, with `fetch` as its only way out. The key is added behind it. */
  send(request: ChatRequest, fetch: Fetch): Promise<unknown>;
  credentials(key: string): Readonly<Record<string, string>>;
  reader(request: ChatRequest): StreamReader;
  /** The meaning of an error status. */
  readError(error: HostError, request: ChatRequest): ModelError;
}

const mostReplyBytes = 64 * 1024 * 1024;
const mostErrorBytes = 64 * 1024;
/** Milliseconds without a first byte after which a host is said to be loading. */
const loadingAfter = 1_500;

/** What packages may say of a request. Everything else, such as headers from the environment, stays here. */
const passedHeaders = ["accept", "anthropic-version", "content-type", "user-agent", "x-client-request-id"];

/** Made once: an error of its own for each call would be made at every end. */
const nobodyListens = new Error("Nobody listens any more.");

/** The promises of `Chat`, kept for any dialect. */
export function streamCall(dialect: Dialect, ports: ChatPorts): Chat {
  return async function* (request, signal) {
    const reader = dialect.reader(request);
    const left = new AbortController(); // When the consumer goes away, so does the connection.
    const frames = openStream(dialect, ports, request, AbortSignal.any([signal, left.signal]));
    try {
      const hide = keyHider(ports.secrets, request);
      const end = yield* readStream(frames, reader, dialect.loadsModels, hide);
      return replyOf(end, reader, request);
    } finally {
      left.abort(nobodyListens);
      await frames.return({ kind: "ended" });
    }
  };
}

type StreamEnd = CallStop | { readonly kind: "ended" };
type Frames = AsyncGenerator<readonly Frame[], StreamEnd>;

async function* readStream(
  frames: Frames,
  reader: StreamReader,
  loads: boolean,
  hide: (said: string) => string,
): AsyncGenerator<ChatEvent, StreamEnd> {
  const first = frames.next();
  if (loads && !(await settlesWithin(first, loadingAfter))) yield { type: "loading" };
  for (let next = await first; ; next = await frames.next()) {
    if (next.done) return next.value;
    yield* accepted(next.value, reader, hide);
    if (isOver(reader)) return { kind: "ended" };
  }
}

/** What a batch of frames says. Text that arrived together is one delta. */
function accepted(
  frames: readonly Frame[],
  reader: StreamReader,
  hide: (said: string) => string,
): readonly ChatEvent[] {
  const events: ChatEvent[] = [];
  let open: { readonly type: "text-delta" | "thinking-delta"; text: string } | undefined;
  for (const { data, unterminated } of frames) {
    // A stream that breaks off in the middle of an event has no such event.
    if (unterminated && isPartial(data)) continue;
    for (const event of reader.accept(data.includes('"error"') ? hide(data) : data)) {
      if (event.type !== "text-delta" && event.type !== "thinking-delta") {
        open = undefined;
        events.push(event);
      } else if (open?.type === event.type) {
        open.text += event.text;
      } else {
        open = { type: event.type, text: event.text };
        events.push(open);
      }
    }
    if (isOver(reader)) break;
  }
  return events;
}

function isOver(reader: StreamReader): boolean {
  return reader.isClosed() || reader.failure() !== undefined;
}

function replyOf(end: StreamEnd, reader: StreamReader, { target }: ChatRequest): Reply {
  const metering = reader.metering();
  const stopped = (error: ModelError, billed: "no" | "unknown"): Reply => ({
    kind: "failed",
    error,
    partialText: reader.partialText(),
    billed,
    metering,
  });
  const failure = reader.failure();
  if (failure !== undefined) return stopped(failure, "unknown");
  if (reader.isComplete()) return { kind: "done", ...reader.result(), metering };
  switch (end.kind) {
    case "cancelled":
      return { kind: "cancelled", billed: end.billed, metering };
    case "failed":
      return stopped(end.error, end.billed);
    case "ended":
      return stopped(
        modelError("stream-cut", `${target.endpoint.id} ended its reply in the middle.`, retrySoon),
        "unknown",
      );
  }
}

/** Sends the request and yields the events of the reply. Never throws. */
async function* openStream(dialect: Dialect, ports: ChatPorts, request: ChatRequest, signal: AbortSignal): Frames {
  const answer = await sendRequest(dialect, ports, request, signal);
  if (answer.kind !== "answered") return answer;
  try {
    if (answer.status < 200 || answer.status > 299) return await refusedCall(answer, dialect, ports, request);
    const type = answer.headers.get("content-type") ?? "";
    if (type.includes("text/html")) return webPage(request);
    for await (const frames of framesOf(answer, dialect.framing, request.target.endpoint)) {
      answer.watch.progress();
      yield frames;
    }
    return { kind: "ended" };
  } catch (thrown) {
    if (thrown instanceof CallStopped) return thrown.stop;
    throw thrown;
  } finally {
    answer.close();
  }
}

async function sendRequest(
  dialect: Dialect,
  ports: ChatPorts,
  request: ChatRequest,
  signal: AbortSignal,
): Promise<Answered | CallStop> {
  const { endpoint } = request.target;
  const key = endpoint.keyName === undefined ? undefined : ports.secrets.read(endpoint.keyName);
  if (endpoint.keyName !== undefined && (key === undefined || key === "")) return noKey(endpoint.id, endpoint.keyName);
  if (signal.aborted) return { kind: "cancelled", billed: "no" };
  let outcome: Answered | CallStop | undefined;
  const line: Fetch = async (input, init) => {
    outcome = await guardedFetch(
      {
        endpoint,
        url: input instanceof Request ? input.url : String(input),
        method: "POST",
        headers: { ...passed(new Headers(init?.headers)), "x-client-request-id": request.callId },
        credentials: key === undefined ? {} : dialect.credentials(key),
        body: typeof init?.body === "string" ? init.body : undefined,
        limits: limitsOf(dialect, request),
      },
      signal,
      ports.fetch,
    );
    if (outcome.kind !== "answered") throw new CallStopped(outcome);
    return new Response(null, { status: 200 }); // The package has done its part; the reply is read here.
  };
  try {
    await dialect.send(request, line);
  } catch (thrown) {
    const because = quote(thrown instanceof Error ? thrown.message : "");
    outcome ??= failed(modelError("bad-request", `The request to ${endpoint.id} could not be made.${because}`), "no");
  }
  return outcome ?? failed(modelError("bad-request", `The request to ${endpoint.id} was never made.`), "no");
}

/** Tokens per second that the slowest machine of use reads of a prompt. */
const slowestReading = 20;

function limitsOf(dialect: Dialect, request: ChatRequest): ReplyLimits {
  const { local, timeouts } = request.target.endpoint;
  const { headers, idle } = timeouts;
  // A machine without a graphics card reads a long prompt for minutes before its first token.
  const reading = local ? (estimateRequest(request) / slowestReading) * 1_000 : 0;
  const firstToken = timeouts.firstToken + reading;
  return {
    headers: dialect.loadsModels ? Math.max(headers, firstToken) : headers,
    firstToken,
    idle,
    bytes: mostReplyBytes,
  };
}

async function refusedCall(
  answer: Answered,
  dialect: Dialect,
  ports: ChatPorts,
  request: ChatRequest,
): Promise<CallStop> {
  const hide = keyHider(ports.secrets, request);
  const words = readHostWords(hide(await readBeginning(answer, mostErrorBytes)));
  const retryAfter = readRetryAfter(answer.headers, Date.now());
  return failed(dialect.readError({ status: answer.status, words, retryAfter }, request), billedAfter(answer.status));
}

/** Hosts repeat a refused key in their errors, which are shown and kept. */
function keyHider(secrets: Secrets, { target }: ChatRequest): (said: string) => string {
  const { keyName } = target.endpoint;
  const key = keyName === undefined ? undefined : secrets.read(keyName);
  return (said) => (key === undefined || key === "" ? said : said.replaceAll(key, "[key]"));
}

function noKey(endpoint: string, keyName: string): CallStop {
  return failed(
    modelError(
      "no-key",
      `There is no key for ${endpoint}: set ${keyName} in the environment, or in the editor run “Stepladder: Set API Key…”.`,
    ),
    "no",
  );
}

function webPage({ target }: ChatRequest): CallStop {
  const message = `${target.endpoint.id} answered with a web page; check that its "url" is the address of its API.`;
  return failed(modelError("malformed-reply", message), "unknown");
}

function passed(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => passedHeaders.includes(name)));
}

function isPartial(data: string): boolean {
  return data.trim() !== "[DONE]" && parseJson(data).kind === "broken";
}

async function settlesWithin(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const settled = promise.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([settled, late]);
  } finally {
    clearTimeout(timer);
  }
}
