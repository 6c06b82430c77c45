import type { IncomingMessage, ServerResponse } from "node:http";
import { type BillBook, costOf } from "./bill.ts";
import type { Conversation } from "./conversation.ts";
import type { Answer, Dialect } from "./dialect.ts";
import type { FaultPlan } from "./fault-plan.ts";
import { findTurn } from "./find-turn.ts";
import { header, readBody, reply } from "./http.ts";
import type { Scenarios } from "./load-scenarios.ts";
import type { ModelShelf } from "./model-shelf.ts";
import { planAnswer } from "./plan-answer.ts";
import type { RequestLog } from "./request-log.ts";
import type { Fault, ScriptedModel } from "./scenario.ts";
import { type Progress, send } from "./send.ts";
import { type PromptCache, tokensOfBytes } from "./tokens.ts";

export interface ChatPorts {
  readonly scenarios: Scenarios;
  readonly shelf: ModelShelf;
  readonly faults: FaultPlan;
  readonly cache: PromptCache;
  readonly book: BillBook;
  readonly log: RequestLog;
  readonly key: string | undefined;
  readonly delayMs: number;
}

/** One chat request in any dialect, from the body to the last byte. */
export async function answerChat(
  dialect: Dialect,
  request: IncomingMessage,
  response: ServerResponse,
  ports: ChatPorts,
): Promise<void> {
  const body = await readBody(request);
  const record = ports.log.add(dialect.name, request, body.kind === "json" ? body.value : undefined);
  const refuse = (status: number, message: string) => {
    record.status = status;
    reply(response, status, dialect.errorBody(status, message));
  };
  if (!authorised(dialect, request, ports.key)) return refuse(401, "The key is missing or wrong.");
  if (body.kind === "bad") return refuse(400, body.message);
  const read = dialect.read(body.value, request.url ?? "");
  if (read.kind === "bad-request") return refuse(400, read.message);
  const { conversation } = read;
  record.model = conversation.model;
  record.turn = conversation.turn;
  const planned = ports.faults.next(conversation.model);
  if (planned !== undefined && failsBeforeStream(dialect, response, planned)) {
    record.status = response.statusCode;
    return;
  }
  const model = ports.shelf.find(dialect.name, conversation.model);
  if (model === undefined) return refuse(404, notFound(conversation.model));
  const mistake = conversation.mistake ?? unsupported(conversation, model);
  if (mistake !== undefined) return refuse(400, mistake);

  const found = findTurn(ports.scenarios.scripts, conversation);
  if (found.kind === "none") return refuse(400, found.message);
  const fault = planned ?? ports.faults.ofTurn(found.place, found.turn.fault, found.turn.faultTimes);
  if (fault !== undefined && failsBeforeStream(dialect, response, fault)) {
    record.status = response.statusCode;
    return;
  }
  const plan = planAnswer(conversation, model, found.turn, fault, ports.cache.count(conversation));
  if (plan.kind === "too-long") return refuse(400, plan.message);
  ports.shelf.markLoaded(conversation.model, conversation.contextSize ?? model.context);
  record.status = 200;
  await send(response, {
    dialect,
    frames: dialect.frames(plan.answer),
    pieces: found.turn.pieces,
    fault,
    delayMs: ports.delayMs,
    settle: (progress) => ports.book.add(billEntry(dialect, request, model, plan.answer, progress)),
  });
}

function authorised(dialect: Dialect, request: IncomingMessage, key: string | undefined): boolean {
  if (key === undefined || dialect.name === "ollama") return true;
  const bearer = header(request, "authorization")?.replace(/^Bearer /, "");
  if (dialect.name === "gemini") return header(request, "x-goog-api-key") === key;
  return (dialect.name === "anthropic" ? (header(request, "x-api-key") ?? bearer) : bearer) === key;
}

function notFound(model: string): string {
  return `model '${model}' not found`;
}

function unsupported(conversation: Conversation, model: ScriptedModel): string | undefined {
  if (!conversation.streams) return "The scripted model server only streams: send stream: true.";
  if (conversation.offersTools && !model.tools) return `"${model.name}" does not support tools`;
  return undefined;
}

/** Sends the whole reply when the fault comes before any stream; nothing of it is billed. */
function failsBeforeStream(dialect: Dialect, response: ServerResponse, fault: Fault): boolean {
  if (fault.kind === "redirect") {
    reply(response, fault.status ?? 307, "", { location: fault.to });
    return true;
  }
  if (fault.kind !== "status") return false;
  const standard = dialect.errorBody(fault.status, fault.message ?? "The scripted host fails here on purpose.");
  const given = fault.body === undefined ? standard : fault.body;
  reply(response, fault.status, typeof given === "string" ? given : JSON.stringify(given), fault.headers);
  return true;
}

/** A stream that stopped early is charged for its whole input and for the output that went out. */
function billEntry(
  dialect: Dialect,
  request: IncomingMessage,
  model: ScriptedModel,
  answer: Answer,
  progress: Progress,
): Parameters<BillBook["add"]>[0] {
  const produced = Math.min(tokensOfBytes(progress.outputBytes), answer.usage.output);
  const early = { ...answer.usage, output: produced, reasoning: Math.min(answer.usage.reasoning, produced) };
  const usage = progress.complete || progress.usageSent ? answer.usage : early;
  return {
    time: new Date().toISOString(),
    dialect: dialect.name,
    model: model.name,
    clientRequestId: header(request, "x-client-request-id"),
    usage,
    cost: costOf(usage, model.price),
    usageSent: progress.usageSent && answer.report === "true",
    complete: progress.complete,
  };
}
