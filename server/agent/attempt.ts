import type { AttemptLimits } from "../configuration/configuration.ts";
import type { AssistantMessage, ChatRequest, Message, ToolCall, ToolResult } from "../models/chat.ts";
import type { ServedModel } from "../models/endpoint.ts";
import { estimateRequest } from "../models/estimate.ts";
import type { ModelError } from "../models/model-error.ts";
import { inputTotal } from "../models/usage.ts";
import type { NanoUsd } from "../spend/money.ts";
import { callAnyEndpoint } from "./any-endpoint.ts";
import type { Booking, MeteredReply, Refusal } from "./metered-chat.ts";
import { type Reply, type Sign, type Step, watchProgress } from "./progress.ts";
import { promptText, render } from "./prompts.ts";
import { watchRepetition } from "./repetition.ts";
import type { ToolScope } from "./tools/tool.ts";
import type { Toolbox } from "./tools/toolbox.ts";
import { editToolName, runToolCall } from "./tools/toolbox.ts";

/** Why an attempt stopped. Only `claims-done` says that the work is finished, and it is a claim. */
export type AttemptEnd =
  | { readonly kind: "claims-done"; readonly summary: string }
  | { readonly kind: "gave-up"; readonly summary: string }
  | { readonly kind: "out-of-steps" }
  | { readonly kind: "out-of-time" }
  | { readonly kind: "out-of-tokens" }
  /** It reached the cap that the route set on its spend; the next model has better prospects. */
  | { readonly kind: "out-of-money"; readonly cap: NanoUsd }
  /** The conversation no longer fits the model; the work can go on from notes. */
  | { readonly kind: "context-full" }
  | { readonly kind: "repeating"; readonly what: string }
  /** Signs that it leads nowhere; another model goes on. */
  | { readonly kind: "stuck"; readonly signs: readonly Sign[] }
  | { readonly kind: "malformed"; readonly what: string }
  | { readonly kind: "silent" }
  | { readonly kind: "model-failed"; readonly error: ModelError }
  | { readonly kind: "refused-call"; readonly refusal: Refusal }
  | { readonly kind: "cancelled" };

export interface AttemptSpec {
  readonly booking: Booking;
  readonly model: ServedModel;
  readonly system: string;
  readonly brief: string;
  /** Tools that the model may call; asked for before each call, because the edit format may change. */
  readonly toolbox: () => Toolbox;
  readonly limits: AttemptLimits;
  /** The most that it may spend before the next call; undefined for no cap. */
  readonly cap: NanoUsd | undefined;
  /** It is given up when it gets nowhere, since somebody stands behind it; undefined when nobody does. */
  readonly stopEarly: StopEarly | undefined;
  /** A reply without tool calls is the answer; else it is taken as a claim only after something changed. */
  readonly answers: boolean;
}

export interface StopEarly {
  /** What good attempts of this model cost at most; undefined when that is not known. */
  readonly usualSpend: NanoUsd | undefined;
}

export interface AttemptRecord {
  readonly end: AttemptEnd;
  readonly messages: readonly Message[];
}

const mostCallsInReply = 16;
const mostMalformedReplies = 3;
/** Share of the context that may be filled before the conversation is replaced by notes. */
const fullAt = 0.85;

/**
 * The one loop: call the model, run its tools, until it claims to be done, gives up, repeats itself or meets a limit.
 * The signal ends it at once; every limit is checked before the next call is paid for.
 */
export async function runAttempt(spec: AttemptSpec, scope: ToolScope): Promise<AttemptRecord> {
  const messages: Message[] = [{ role: "user", text: spec.brief }];
  const deadline = scope.task.parts.clock() + spec.limits.milliseconds;
  const repetition = watchRepetition();
  const progress = spec.stopEarly && watchProgress(spec.stopEarly.usualSpend);
  const done = (end: AttemptEnd): AttemptRecord => ({ end, messages });
  let target = spec.model;
  let tokens = 0;
  let malformed = 0;
  let nudges = 0;

  for (let step = 1; step <= spec.limits.steps; step++) {
    if (scope.signal.aborted) return done({ kind: "cancelled" });
    if (scope.task.parts.clock() >= deadline) return done({ kind: "out-of-time" });
    if (tokens >= spec.limits.tokens) return done({ kind: "out-of-tokens" });
    if (spec.cap !== undefined && scope.spent.total >= spec.cap) return done({ kind: "out-of-money", cap: spec.cap });
    const request = requestFor(spec, target, messages);
    if (isFull(request)) return done({ kind: "context-full" });

    const answered = await callAnyEndpoint(scope, spec.booking, request, step, deadline);
    const { reply } = answered;
    target = answered.target;
    if (reply.kind !== "done") return done(endOf(reply, scope, deadline));
    const { message, metering } = reply;
    messages.push(message);
    if (metering.usage !== "unknown") {
      tokens += metering.usage.output + inputTotal(metering.usage) - metering.usage.cacheRead;
    }
    if (message.toolCalls.length === 0) {
      const answer = message.text.trim();
      if (answer !== "" && (spec.answers || scope.task.checkpoint.changes().length > 0)) {
        return done({ kind: "claims-done", summary: answer });
      }
      if (++nudges > 1) return done(answer === "" ? { kind: "silent" } : { kind: "gave-up", summary: answer });
      messages.push({ role: "user", text: promptText(answer === "" ? "nudge-silent" : "nudge-finish") });
      continue;
    }

    const round = await runRound(message, spec, scope, repetition);
    const editing = round.end || spec.answers ? "go-on" : scope.edits.endReply(round.anyRan);
    const results = editing === "format-changed" ? withNewFormat(round.results, scope) : round.results;
    messages.push({ role: "tool", results });
    if (round.end) return done(round.end);
    if (editing === "given-up") return done({ kind: "malformed", what: lastWrong(results) });
    if (editing === "format-changed") malformed = 0;
    else malformed = round.anyRan ? 0 : malformed + 1;
    if (malformed >= mostMalformedReplies) {
      return done({ kind: "malformed", what: lastWrong(results) });
    }
    const signs = progress?.after({ steps: round.steps, change: changeOf(scope), spent: scope.spent.total });
    if (signs !== undefined) return done({ kind: "stuck", signs });
  }
  return done({ kind: "out-of-steps" });
}

/** The files that differ now from before the attempt, and what they hold. */
function changeOf({ task, attempt }: ToolScope): Reply["change"] {
  const changes = task.checkpoint.changes(attempt);
  return changes.map(({ path, after }) => `${path} ${after.kind === "file" ? after.hash : after.kind}`).join("\n");
}

/** The model reads the change where it reads what went wrong, so that no message stands between calls and results. */
function withNewFormat(results: readonly ToolResult[], { edits }: ToolScope): readonly ToolResult[] {
  const how = `use ${editToolName(edits.format)}.`;
  const note = `\n\n${render("format-changed", { how }).trim()}`;
  return results.map((one, index) => (index === results.length - 1 ? { ...one, text: one.text + note } : one));
}

function lastWrong(results: readonly ToolResult[]): string {
  return results.findLast((one) => one.isError)?.text ?? "its tool calls could not be read";
}

function requestFor(spec: AttemptSpec, target: ServedModel, messages: readonly Message[]): ChatRequest {
  return {
    callId: "",
    target,
    system: spec.system,
    messages,
    tools: spec.toolbox().specs,
    maxOutputTokens: Math.min(spec.limits.maxOutputTokens, target.maxOutput),
  };
}

function isFull(request: ChatRequest): boolean {
  return (
    request.messages.length > 2 && estimateRequest(request) > request.target.context * fullAt - request.maxOutputTokens
  );
}

/** Why a call without a whole reply ends the attempt. */
export function endOf(reply: Exclude<MeteredReply, { kind: "done" }>, scope: ToolScope, deadline: number): AttemptEnd {
  switch (reply.kind) {
    case "refused":
      return { kind: "refused-call", refusal: reply.refusal };
    case "cancelled":
      return !scope.signal.aborted && scope.task.parts.clock() >= deadline
        ? { kind: "out-of-time" }
        : { kind: "cancelled" };
    case "failed":
      return reply.error.kind === "context-overflow"
        ? { kind: "context-full" }
        : { kind: "model-failed", error: reply.error };
  }
}

interface Round {
  readonly results: readonly ToolResult[];
  readonly anyRan: boolean;
  readonly steps: readonly Step[];
  readonly end: AttemptEnd | undefined;
}

/** Tool calls run one after the other, in the order of the reply, so that two writes to one file never interleave. */
async function runRound(
  message: AssistantMessage,
  spec: AttemptSpec,
  scope: ToolScope,
  repetition: ReturnType<typeof watchRepetition>,
): Promise<Round> {
  const results: ToolResult[] = [];
  const steps: Step[] = [];
  let anyRan = false;
  for (const [index, call] of message.toolCalls.entries()) {
    if (index >= mostCallsInReply) {
      results.push(
        result(call, `Only ${mostCallsInReply} calls are run per reply. Repeat this one in the next.`, true),
      );
      continue;
    }
    const ran = await runToolCall(call, spec.toolbox(), scope);
    anyRan ||= ran.understood;
    const { finish, outcome, text, diff, problems } = ran.end;
    if (finish) {
      const kind = finish.gaveUp ? "gave-up" : "claims-done";
      return { results, anyRan: true, steps, end: { kind, summary: finish.summary } };
    }
    if (scope.signal.aborted) return { results, anyRan, steps, end: { kind: "cancelled" } };
    results.push(result(call, text, outcome !== "ok"));
    const changed = diff !== undefined && outcome === "ok";
    if (changed) repetition.changed();
    const seen = repetition.seen(`${call.name} ${call.argumentsText}`, text);
    const what = `${call.name} ${ran.subject}`;
    if (seen === "in-circles") return { results, anyRan, steps, end: { kind: "repeating", what } };
    steps.push({ what, seen, result: text, failed: outcome === "error", changed, problems });
  }
  return { results, anyRan, steps, end: undefined };
}

function result(call: ToolCall, text: string, isError: boolean): ToolResult {
  return { callId: call.id, name: call.name, text, isError };
}
