import type { ChatRequest } from "../models/chat.ts";
import { inputTotal } from "../models/usage.ts";
import type { Booking, MeteredReply } from "./metered-chat.ts";
import { newId } from "./new-id.ts";
import { raiseBudget } from "./raise-budget.ts";
import type { ToolScope } from "./tools/tool.ts";

export interface CallListener {
  /** Gets the reply's text instead of those who follow the task. */
  readonly text?: (text: string) => void;
  /** All text so far is void: the call is made again. */
  readonly startsOver?: () => void;
}

/** What a call needs of the attempt that makes it. */
export type CallScope = Pick<ToolScope, "task" | "signal" | "spent">;

/** Makes one call, and once more when a person raises the budget that refused it. */
export async function callOrAsk(...call: Parameters<typeof callModel>): Promise<MeteredReply> {
  const [scope] = call;
  const reply = await callModel(...call);
  if (reply.kind !== "refused" || !(await raiseBudget(reply.refusal, scope.task, scope.signal))) return reply;
  return callModel(...call);
}

/** Makes one call of an attempt, tells what happens on the way, and ends with the reply. `deadline` is on the agent's clock. */
export async function callModel(
  scope: CallScope,
  booking: Booking,
  request: ChatRequest,
  step: number,
  deadline: number,
  listener: CallListener = {},
): Promise<MeteredReply> {
  const { emit, chat, parts } = scope.task;
  const attempt = booking.attempt;
  const model = request.target.id;
  const outOfTime = AbortSignal.timeout(Math.max(1, deadline - parts.clock()));
  const signal = AbortSignal.any([scope.signal, outOfTime]);
  const reply = chat({ ...request, callId: newId("call"), booking }, signal);
  for (;;) {
    const next = await reply.next();
    if (next.done) return next.value;
    const event = next.value;
    switch (event.type) {
      case "call-start":
        emit({ type: "call-start", attempt, call: event.call, step, model, held: String(event.held) });
        warnOnce(event.warnings, scope);
        break;
      case "call-end":
        scope.spent.total += event.settled.cost;
        emit({
          type: "call-end",
          attempt,
          call: event.call,
          state: event.settled.state,
          cost: String(event.settled.cost),
          inputTokens: event.usage ? inputTotal(event.usage) : 0,
          outputTokens: event.usage?.output ?? 0,
          error: event.error,
        });
        break;
      case "retry":
        emit({ type: "retry", attempt, waitMs: event.waitMs, because: event.because });
        listener.startsOver?.();
        break;
      case "loading":
        emit({ type: "model-loading", attempt, model });
        break;
      case "loaded":
        emit({ type: "model-loaded", attempt, model, milliseconds: Math.round(event.milliseconds) });
        break;
      case "text-delta":
        if (listener.text === undefined) emit({ type: "text-delta", attempt, text: event.text });
        else listener.text(event.text);
        break;
      case "thinking-delta":
        emit({ type: event.type, attempt, text: event.text });
        break;
      case "tool-call-start":
        break;
    }
  }
}

function warnOnce(warnings: readonly string[], scope: CallScope): void {
  const { warned, emit } = scope.task;
  for (const message of warnings) {
    if (!warned.has(message)) emit({ type: "budget-warning", message });
    warned.add(message);
  }
}
