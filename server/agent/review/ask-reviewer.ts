import type { ServedModel } from "../../models/endpoint.ts";
import { type CallScope, callModel } from "../call-model.ts";
import type { MeteredReply } from "../metered-chat.ts";
import { promptText, render } from "../prompts.ts";
import { beginAttempt, beginSubtask } from "../records.ts";
import type { TaskScope } from "../task-scope.ts";
import { type Opinion, opinionIn } from "./opinion.ts";

/** All that a reviewer gets to see. */
export interface Change {
  readonly prompt: string;
  readonly diff: string;
  readonly paths: readonly string[];
}

export interface Asking {
  readonly purpose: "review" | "audit";
  /** The subtask whose result is looked at. */
  readonly subtask: string;
  readonly because: string;
  readonly task: TaskScope;
  readonly signal: AbortSignal;
}

const timeLimitMs = 180_000;
const mostOutput = 4_000;

/**
 * One call, booked as a subtask of its own, so that its cost is not taken for the author's. It asks no person for money, and when
 * it fails there is no opinion.
 */
export async function askReviewer(model: ServedModel, change: Change, asking: Asking): Promise<Opinion> {
  const { purpose, task, signal, because } = asking;
  const { parts } = task;
  const title = `${purpose === "audit" ? "Audit" : "Review"} of the change`;
  const about = { parent: asking.subtask, kind: "review", title, because, limit: undefined } as const;
  const subtask = beginSubtask(about, [model.id], task);
  const attempt = beginAttempt(subtask.subtask, 1, model, task);
  const scope: CallScope = { task, signal, spent: { total: 0n } };
  const request = {
    callId: "",
    target: model,
    system: promptText("review-system"),
    messages: [
      { role: "user", text: render("review-brief", { task: change.prompt, diff: parts.clean(change.diff) }) } as const,
    ],
    tools: [],
    maxOutputTokens: Math.min(mostOutput, model.maxOutput, parts.configuration.limits.maxOutputTokens),
  };
  const booking = { task: task.task, subtask: subtask.subtask, attempt: attempt.attempt, purpose };
  const reply = await callModel(scope, booking, request, 1, attempt.startedAt + timeLimitMs, { text: () => {} });
  const opinion = opinionOf(reply);
  const { total: spent } = scope.spent;
  attempt.end({ end: opinion.kind, sentence: sentence(opinion), verdict: undefined, spent });
  subtask.end();
  return opinion;
}

function opinionOf(reply: MeteredReply): Opinion {
  switch (reply.kind) {
    case "done":
      return opinionIn(reply.message.text);
    case "failed":
      return { kind: "none", because: reply.error.message };
    case "refused":
      return { kind: "none", because: reply.refusal.message };
    case "cancelled":
      return { kind: "none", because: "it did not answer in time" };
  }
}

/** For people: how the review ended. */
export function sentence(opinion: Opinion): string {
  switch (opinion.kind) {
    case "accepted":
      return "It found nothing wrong.";
    case "rejected":
      return `It objects: ${opinion.reasons.join(" ")}`;
    case "none":
      return `It gave no opinion: ${opinion.because}.`.replace(/\.\.$/, ".");
  }
}
