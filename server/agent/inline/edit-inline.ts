import { basename } from "node:path";
import type { ChatRequest } from "../../models/chat.ts";
import { headAndTail } from "../../verification/head-and-tail.ts";
import type { Verdict } from "../../verification/verdict.ts";
import { verifyReplacement } from "../../verification/verify-replacement.ts";
import { unifiedDiff } from "../../workspace/edits/line-diff.ts";
import { callAnyEndpoint } from "../any-endpoint.ts";
import { type AttemptEnd, endOf } from "../attempt.ts";
import { attemptId } from "../attempt-path.ts";
import type { CallListener } from "../call-model.ts";
import { handoverBrief } from "../handover.ts";
import type { MeteredReply } from "../metered-chat.ts";
import { type Asked, askedForStronger, isNotJudged, notJudged, unfinished, type Worked } from "../not-judged.ts";
import type { InlineEdit } from "../one-call.ts";
import { render } from "../prompts.ts";
import type { SubtaskSpec } from "../subtask-spec.ts";
import type { ToolScope } from "../tools/tool.ts";
import type { Tried, Try } from "../try-model.ts";
import { type Answer, createAnswerFilter } from "./answer-filter.ts";
import { textOf, withReplacement } from "./document-lines.ts";
import { type EditedLines, fitReplacement, streamingIndent } from "./fit-replacement.ts";
import { editedLines, inlineBrief } from "./inline-brief.ts";

/** Characters of a document that are shown at most: about 24,000 tokens. */
export const mostShown = 96_000;
/** Of the space that a model's context leaves beside its answer, this much is for the document, in characters per token. */
const charactersPerToken = 2.4;
const longestRejected = 5_000;
const fencedLanguages: ReadonlySet<string> = new Set(["markdown", "mdx", "asciidoc", "quarto"]);
const proseLanguages: ReadonlySet<string> = new Set([
  ...fencedLanguages,
  "plaintext",
  "restructuredtext",
  "latex",
  "html",
  "git-commit",
]);

interface Editing {
  readonly one: Try;
  readonly edit: InlineEdit;
  readonly edited: EditedLines;
  readonly scope: ToolScope;
  readonly spec: SubtaskSpec;
  readonly attempt: string;
}

/**
 * One call that answers with the replacement, told piece by piece as it streams. Nothing is written: when the replacement does
 * not pass, a `roll-back` lets the editor restore its text.
 */
export async function editInline(
  one: Try,
  edit: InlineEdit,
  scope: ToolScope,
  spec: SubtaskSpec,
  asked: Asked,
): Promise<Worked> {
  const edited = editedLines(edit.text, edit.startLine, edit.endLine);
  if (edited === undefined) throw new Error("The lines to be replaced are not in the document.");
  const editing = { one, edit, edited, scope, spec, attempt: attemptId(scope.attempt) };
  const stream = streamOf(editing);
  const deadline = scope.task.parts.clock() + scope.task.parts.configuration.limits.milliseconds;
  const booking = { task: scope.task.task, subtask: one.subtask, attempt: editing.attempt, purpose: "inline-edit" };
  const { reply } = await callAnyEndpoint(scope, booking, requestFor(editing), 1, deadline, stream.listener);
  const { end, tried } = await judge(editing, reply, stream, deadline, asked);
  if (tried.kind !== "accepted") {
    scope.task.emit({ type: "roll-back", attempt: editing.attempt, restored: [], kept: [] });
  }
  return { end, tried };
}

function requestFor({ one, edit, edited, scope, spec }: Editing): ChatRequest {
  const { parts, instructions } = scope.task;
  const { model } = one;
  const maxOutputTokens = Math.min(
    parts.configuration.limits.maxOutputTokens,
    model.maxOutput,
    Math.max(1_024, Math.floor(model.context / 2)),
  );
  const others = spec.prompt.length + spec.material.length + instructions.length + longestRejected * 3;
  const room = Math.floor((model.context - maxOutputTokens) * charactersPerToken) - others;
  const brief = inlineBrief({
    prompt: spec.prompt,
    material: spec.material,
    name: edit.path === undefined ? "untitled" : basename(edit.path),
    languageId: edit.languageId,
    edited,
    problems: problemsIn(edit),
    most: Math.max(0, Math.min(mostShown, room)),
    clean: parts.clean,
  });
  return {
    callId: "",
    target: model,
    system: render("inline-system", {
      instructions: instructions === "" ? "" : render("instructions", { text: instructions }),
    }),
    messages: [{ role: "user", text: one.handover ? handoverBrief(brief, one.handover) : brief }],
    tools: [],
    maxOutputTokens,
  };
}

interface Stream {
  readonly listener: CallListener;
  end(): Answer;
}

function streamOf({ edit, edited, scope, attempt }: Editing): Stream {
  const options = {
    prose: proseLanguages.has(edit.languageId),
    hasFences: fencedLanguages.has(edit.languageId),
    prefixFor: (firstLine: string) => streamingIndent(firstLine, edited),
  };
  let filter = createAnswerFilter(options);
  const tell = (text: string) => {
    if (text === "") return;
    scope.task.emit({ type: "edit-delta", attempt, text: text.replaceAll("\n", edited.document.lineEnd) });
  };
  return {
    listener: {
      text: (text) => tell(filter.push(text)),
      startsOver: () => {
        filter = createAnswerFilter(options);
      },
    },
    end() {
      const { rest, answer } = filter.end();
      tell(rest);
      return answer;
    },
  };
}

async function judge(
  editing: Editing,
  reply: MeteredReply,
  stream: Stream,
  deadline: number,
  asked: Asked,
): Promise<Worked> {
  const { scope } = editing;
  if (asked()) return refuteForUser(editing, stream.end(), asked);
  if (reply.kind !== "done") {
    const end = endOf(reply, scope, deadline);
    return { end, tried: isNotJudged(end) ? notJudged(end) : refute(end, unfinished(end), "") };
  }
  const end: AttemptEnd = { kind: "claims-done", summary: "" };
  const answer = stream.end();
  const unusable = whyUnusable(answer, reply.finish);
  countEdit(answer, reply.finish, scope);
  if (answer.kind !== "replacement" || unusable !== undefined) {
    return { end, tried: refute(end, refuted(unusable ?? "It answered nothing."), showWords(answer)) };
  }
  const replacement = fitReplacement(answer.text, editing.edited);
  scope.task.emit({ type: "edit-end", attempt: editing.attempt, replacement });
  const diff = diffOf(editing, replacement);
  scope.task.rejected = diff;
  if (diff === "") return { end, tried: refute(end, refuted("It changed nothing."), "") };
  const verdict = await verify(editing, replacement);
  if (asked()) return refuteForUser(editing, answer, asked);
  if (verdict === "cancelled") return { end: { kind: "cancelled" }, tried: { kind: "cancelled" } };
  if (verdict.kind === "refuted") return { end, tried: refute(end, verdict, diff) };
  return { end, tried: { kind: "accepted", verdict, report: "" } };
}

/** How well the model keeps to the form; that it or its host will not answer says nothing of that. */
function countEdit(answer: Answer, finish: string, scope: ToolScope): void {
  if (answer.kind === "refusal" || finish === "content-filter") return;
  const isWellFormed = answer.kind === "replacement" && finish !== "length";
  scope.edits.count("inline", isWellFormed ? { placed: 1, failed: 0 } : { placed: 0, failed: 1 });
}

function whyUnusable(answer: Answer, finish: string): string | undefined {
  if (answer.kind === "refusal") return `It refused: ${answer.text.slice(0, 200)}`;
  if (finish === "length") return "The replacement was cut off, because it is longer than the model may answer.";
  if (finish === "content-filter") return "The host's content filter stopped the replacement.";
  return answer.kind === "empty" ? "It answered nothing." : undefined;
}

async function verify(
  { edit, edited, scope, spec, attempt }: Editing,
  replacement: string,
): Promise<Verdict | "cancelled"> {
  const { document, startLine, endLine } = edited;
  const { documents } = scope.task.parts;
  const { task } = scope.task;
  const checks = verifyReplacement({
    name: edit.path === undefined ? undefined : basename(edit.path),
    languageId: edit.languageId,
    before: edit.text,
    after: withReplacement(document, startLine, endLine, replacement),
    prompt: spec.prompt,
    reported: edit.diagnostics,
    inEditedLines: problemsIn(edit),
    reportNow: async () =>
      (await documents.reports?.({ task, attempt, uri: edit.uri }, scope.signal)) ?? {
        kind: "unknown",
        because: "No editor reports problems here.",
      },
  });
  for (;;) {
    const next = await checks.next();
    if (scope.signal.aborted) return "cancelled";
    if (next.done) return next.value;
    scope.task.emit({ ...next.value, attempt });
  }
}

function refuteForUser(editing: Editing, answer: Answer, asked: Asked): Worked {
  const rejected =
    answer.kind === "replacement" && answer.text !== ""
      ? diffOf(editing, fitReplacement(answer.text, editing.edited))
      : "";
  const end: AttemptEnd = { kind: "cancelled" };
  const refutation = { end, verdict: askedForStronger, diff: rejected, facts: [], hint: asked()?.hint };
  return { end, tried: { kind: "refuted", byUser: true, refutation } };
}

function refute(end: AttemptEnd, verdict: Verdict, diff: string): Tried {
  return { kind: "refuted", refutation: { end, verdict, diff, facts: [] } };
}

function refuted(because: string): Verdict {
  return { kind: "refuted", because, evidence: [] };
}

function showWords(answer: Answer): string {
  return answer.kind === "empty" ? "" : headAndTail(answer.text, longestRejected);
}

function diffOf({ edit, edited }: Editing, replacement: string): string {
  const { document, startLine, endLine } = edited;
  const plain = (text: string) => text.replace(/\r\n?/g, "\n");
  const before = plain(textOf(document, startLine, endLine));
  return unifiedDiff(edit.path === undefined ? "untitled" : basename(edit.path), before, plain(replacement));
}

function problemsIn({ diagnostics, startLine, endLine }: InlineEdit) {
  return diagnostics.filter(({ line }) => line >= startLine && line < Math.max(endLine, startLine + 1));
}
