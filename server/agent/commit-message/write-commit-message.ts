import { callAnyEndpoint } from "../any-endpoint.ts";
import { type AttemptEnd, endOf } from "../attempt.ts";
import { type Asked, askedForStronger, isNotJudged, notJudged, unfinished, type Worked } from "../not-judged.ts";
import type { CommitMessage } from "../one-call.ts";
import { promptText, render } from "../prompts.ts";
import type { SubtaskSpec } from "../subtask-spec.ts";
import type { ToolScope } from "../tools/tool.ts";
import type { Try } from "../try-model.ts";
import { tidyMessage } from "./tidy-message.ts";

const mostTokens = 1_500;

/** One call that answers with the message of a commit. */
export async function writeCommitMessage(
  one: Try,
  material: CommitMessage,
  scope: ToolScope,
  spec: SubtaskSpec,
  asked: Asked,
): Promise<Worked> {
  const { parts } = scope.task;
  const deadline = parts.clock() + parts.configuration.limits.milliseconds;
  const attempt = scope.attempt;
  const subjects = material.subjects.map((subject) => `- ${subject}`).join("\n");
  const request = {
    callId: "",
    target: one.model,
    system: promptText("commit-system"),
    messages: [
      {
        role: "user",
        text: render("commit-brief", {
          task: spec.prompt,
          subjects: subjects === "" ? "" : `\nSubjects of the last commits:\n${parts.clean(subjects)}`,
          diff: parts.clean(material.diff),
        }),
      } as const,
    ],
    tools: [],
    maxOutputTokens: Math.min(mostTokens, one.model.maxOutput, parts.configuration.limits.maxOutputTokens),
  };
  const booking = { task: scope.task.task, subtask: one.subtask, attempt, purpose: "commit-message" };
  const { reply } = await callAnyEndpoint(scope, booking, request, 1, deadline);
  const refute = (end: AttemptEnd, verdict = unfinished(end)) =>
    ({ kind: "refuted", refutation: { end, verdict, diff: "", facts: [] } }) as const;
  const wanted = asked();
  if (wanted) {
    const end: AttemptEnd = { kind: "cancelled" };
    const { refutation } = refute(end, askedForStronger);
    return { end, tried: { kind: "refuted", byUser: true, refutation: { ...refutation, hint: wanted.hint } } };
  }
  if (reply.kind !== "done") {
    const end = endOf(reply, scope, deadline);
    return { end, tried: isNotJudged(end) ? notJudged(end) : refute(end) };
  }
  const message = tidyMessage(reply.message.text);
  if (message === "") return { end: { kind: "silent" }, tried: refute({ kind: "silent" }) };
  return { end: { kind: "claims-done", summary: message }, tried: { kind: "answered", report: message } };
}
