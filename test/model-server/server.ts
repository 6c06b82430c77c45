import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { anthropic } from "./anthropic.ts";
import { type Bill, BillBook, billEntryJson } from "./bill.ts";
import { answerChat, type ChatPorts } from "./chat.ts";
import { FaultPlan } from "./fault-plan.ts";
import { gemini } from "./gemini.ts";
import { header, readBody, reply, scriptedHeader } from "./http.ts";
import { loadScenarios } from "./load-scenarios.ts";
import { ModelShelf } from "./model-shelf.ts";
import { ollama } from "./ollama.ts";
import { openaiChat } from "./openai-chat.ts";
import { openaiResponses } from "./openai-responses.ts";
import { type RecordedRequest, RequestLog } from "./request-log.ts";
import { type PlannedFault, plannedFaultSchema, type ScenarioInput } from "./scenario.ts";
import { PromptCache } from "./tokens.ts";

export interface ModelServerOptions {
  /** A folder of scenario files, or scenarios as values. */
  readonly scenarios: string | ScenarioInput | readonly ScenarioInput[];
  /** The bill is appended here as JSON lines, each durable before its reply's terminal marker goes out. */
  readonly billFile?: string;
  /** When given, all routes but Ollama's want this key. */
  readonly key?: string;
  /** Milliseconds before each piece of turns that name none. */
  readonly delayMs?: number;
  readonly port?: number;
}

export interface ModelServer {
  /** Origin without a trailing slash. OpenAI clients add `/v1`, Google's `/v1beta`; Anthropic and Ollama clients take it as it is. */
  readonly url: string;
  bill(): Bill;
  requests(): readonly RecordedRequest[];
  /** A fault for the next chat requests, or for the nth. */
  fail(fault: PlannedFault): void;
  close(): Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** Real HTTP on 127.0.0.1 in every dialect, with scripted models behind it. Throws `ScenarioError`. */
export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  const scenarios = loadScenarios(options.scenarios);
  const ports: ChatPorts = {
    scenarios,
    shelf: new ModelShelf(scenarios.models),
    faults: new FaultPlan(scenarios.faults),
    cache: new PromptCache(),
    book: new BillBook(options.billFile),
    log: new RequestLog(),
    key: options.key,
    delayMs: options.delayMs ?? 0,
  };
  const routes = { ...chatRoutes(ports), ...listRoutes(ports.shelf), ...controlRoutes(ports) };
  const server = createServer((request, response) => void route(routes, request, response));
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bill: () => ports.book.bill(),
    requests: () => ports.log.list(),
    fail: (fault) => ports.faults.plan(fault),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      ports.book.close();
    },
  };
}

async function route(
  routes: Record<string, Handler>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  for (const [name, value] of Object.entries(scriptedHeader)) response.setHeader(name, value);
  const handler = routes[`${request.method} ${path.replace(/(\/models\/)[^/:]+:/, "$1MODEL:")}`];
  if (handler === undefined)
    return reply(response, 404, JSON.stringify({ error: `No route ${request.method} ${path}.` }));
  try {
    await handler(request, response);
  } catch (error) {
    if (request.destroyed && !request.complete) return; // The client left while it was still sending.
    if (!response.headersSent) reply(response, 500, JSON.stringify({ error: String(error) }));
    else response.destroy();
    console.error(error);
  }
}

function chatRoutes(ports: ChatPorts): Record<string, Handler> {
  return {
    "POST /v1/chat/completions": (request, response) => answerChat(openaiChat, request, response, ports),
    "POST /v1/responses": (request, response) => answerChat(openaiResponses, request, response, ports),
    "POST /v1beta/models/MODEL:streamGenerateContent": (request, response) =>
      answerChat(gemini, request, response, ports),
    "POST /v1/messages": (request, response) => answerChat(anthropic, request, response, ports),
    "POST /api/chat": (request, response) => answerChat(ollama, request, response, ports),
  };
}

function listRoutes(shelf: ModelShelf): Record<string, Handler> {
  return {
    "GET /v1/models": (request, response) => {
      const forAnthropic = header(request, "anthropic-version") !== undefined;
      reply(response, 200, JSON.stringify(forAnthropic ? shelf.anthropicList() : shelf.openaiList()));
    },
    "GET /v1beta/models": (_request, response) => reply(response, 200, JSON.stringify(shelf.geminiList())),
    "GET /api/tags": (_request, response) => reply(response, 200, JSON.stringify(shelf.ollamaTags())),
    "GET /api/ps": (_request, response) => reply(response, 200, JSON.stringify(shelf.ollamaLoaded())),
    "GET /api/version": (_request, response) => reply(response, 200, JSON.stringify({ version: "0.30.0-scripted" })),
    "POST /api/show": async (request, response) => {
      const name = await modelName(request);
      const shown = shelf.ollamaShow(name);
      if (shown === undefined) reply(response, 404, ollama.errorBody(404, `model '${name}' not found`));
      else reply(response, 200, JSON.stringify(shown));
    },
    "POST /api/pull": async (request, response) => pull(shelf, await modelName(request), response),
  };
}

const named = z.looseObject({ model: z.string().optional(), name: z.string().optional() });

async function modelName(request: IncomingMessage): Promise<string> {
  const body = await readBody(request);
  const parsed = named.safeParse(body.kind === "json" ? body.value : undefined);
  return parsed.data?.model ?? parsed.data?.name ?? "";
}

function pull(shelf: ModelShelf, name: string, response: ServerResponse): void {
  response.writeHead(200, { "content-type": ollama.contentType });
  const line = (value: unknown) => response.write(`${JSON.stringify(value)}\n`);
  line({ status: "pulling manifest" });
  if (shelf.pull(name)) {
    const digest = `sha256:${"0".repeat(64)}`;
    for (const completed of [0, 50, 100]) line({ status: "pulling 000000000000", digest, total: 100, completed });
    line({ status: "success" });
  } else {
    line({ error: "pull model manifest: file does not exist" });
  }
  response.end();
}

/** For servers that run as a process of their own. */
function controlRoutes(ports: ChatPorts): Record<string, Handler> {
  return {
    "GET /control/bill": (_request, response) => {
      const { entries, total } = ports.book.bill();
      reply(response, 200, `{"total":"${total}","entries":[${entries.map(billEntryJson).join(",")}]}`);
    },
    "GET /control/requests": (_request, response) => reply(response, 200, JSON.stringify(ports.log.list())),
    "POST /control/faults": async (request, response) => {
      const body = await readBody(request);
      const parsed = z.array(plannedFaultSchema).safeParse(body.kind === "json" ? body.value : undefined);
      if (!parsed.success) return reply(response, 400, JSON.stringify({ error: z.prettifyError(parsed.error) }));
      for (const fault of parsed.data) ports.faults.plan(fault);
      reply(response, 200, "{}");
    },
  };
}
