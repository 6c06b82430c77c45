import type { ChatEvent, ChatRequest, Reply } from "../../server/models/chat.ts";
import type { DialectName, Endpoint, ServedModel } from "../../server/models/endpoint.ts";

/** A model at a host of a test. Time-outs are far above what a busy machine needs; tests of time-outs give their own. */
export function targetAt(dialect: DialectName, url: string, parts: Partial<Endpoint> = {}): ServedModel {
  const endpoint: Endpoint = {
    id: "host",
    dialect,
    url,
    keyName: "HOST_KEY",
    provider: undefined,
    local: false,
    timeouts: { headers: 20_000, firstToken: 20_000, idle: 20_000 },
    ...parts,
  };
  return {
    id: "host/model",
    endpoint,
    model: "model",
    family: "test",
    context: 32_768,
    maxOutput: 4_096,
    abilities: { tools: true },
  };
}

export const readTool = {
  name: "read",
  description: "Reads a file.",
  parameters: { type: "object", properties: { path: { type: "string" } }, required: ["path"] },
};

export function requestTo(target: ServedModel, parts: Partial<ChatRequest> = {}): ChatRequest {
  return {
    callId: "call-1",
    target,
    system: "You are a test.",
    messages: [{ role: "user", text: "hello" }],
    tools: [readTool],
    maxOutputTokens: 500,
    ...parts,
  };
}

export interface Heard<Event, End> {
  readonly events: readonly Event[];
  readonly reply: End;
}

/** Reads a call to its end. */
export async function hear<Event, End>(events: AsyncGenerator<Event, End>): Promise<Heard<Event, End>> {
  const heard: Event[] = [];
  for (;;) {
    const next = await events.next();
    if (next.done) return { events: heard, reply: next.value };
    heard.push(next.value);
  }
}

export function textOf(events: readonly ChatEvent[], type: "text-delta" | "thinking-delta"): string {
  return events.map((event) => (event.type === type ? event.text : "")).join("");
}

/** The reply, which must be of one kind. */
export function expectKind<Kind extends Reply["kind"]>(reply: Reply, kind: Kind): Extract<Reply, { kind: Kind }> {
  if (isKind(reply, kind)) return reply;
  throw new Error(`Expected ${kind}, got ${JSON.stringify(reply)}`);
}

function isKind<Kind extends Reply["kind"]>(reply: Reply, kind: Kind): reply is Extract<Reply, { kind: Kind }> {
  return reply.kind === kind;
}
