import { familyOf } from "../models/catalogue/catalogue.ts";
import type { ServedModel } from "../models/endpoint.ts";
import { editFormatsFor } from "../routing/edit-format.ts";
import { kindFacts } from "../routing/kinds.ts";
import type { WorthOfChecks } from "../routing/worth-of-checks.ts";
import { type NanoUsd, nano } from "../spend/money.ts";
import type { Verdict } from "../verification/verdict.ts";
import { type AttemptRecord, runAttempt } from "./attempt.ts";
import { attemptPath } from "./attempt-path.ts";
import { briefOf } from "./brief.ts";
import { writeCommitMessage } from "./commit-message/write-commit-message.ts";
import { continuationBrief } from "./compaction.ts";
import { delegateFrom } from "./delegation.ts";
import { watchEdits } from "./edit-watch.ts";
import { mostOfGoodAttempts } from "./good-attempts.ts";
import { endSentence, type Handover, handoverBrief, type Refutation } from "./handover.ts";
import { editInline } from "./inline/edit-inline.ts";
import { judge, resultOf, takeBack } from "./judge.ts";
import { compactingModel, mostOutcomes } from "./ladder.ts";
import { newId } from "./new-id.ts";
import type { Worked } from "./not-judged.ts";
import { auditSometimes } from "./review/audit.ts";
import { standInFor } from "./stand-ins.ts";
import type { SteeredAttempt } from "./steering.ts";
import type { SubtaskEnd, SubtaskSpec } from "./subtask-spec.ts";
import { systemPrompt } from "./system-prompt.ts";
import { rungOf, type TaskScope } from "./task-scope.ts";
import type { ToolScope } from "./tools/tool.ts";
import { editToolbox, readToolbox } from "./tools/toolbox.ts";
import { judgeTest } from "./written-test/judge-test.ts";
import type { WrittenTest } from "./written-test/written-test.ts";

/** How one model's try ended: for the subtask, or with a handover to the next model. */
export type Tried =
  | Exclude<SubtaskEnd, { kind: "refuted" }>
  /** The host failed, not the model: it says nothing about the work, and teaches the router nothing about the model. */
  | { readonly kind: "unavailable"; readonly message: string }
  | {
      readonly kind: "refuted";
      readonly refutation: Refutation;
      /** The user asked for a stronger model. */
      readonly byUser?: true;
    };

export interface Try {
  readonly subtask: string;
  /** 1-based. */
  readonly number: number;
  readonly model: ServedModel;
  /** What the attempt before it left behind; undefined for the first. */
  readonly handover: Handover | undefined;
  /** The most that it may spend; undefined for no cap. */
  readonly cap: NanoUsd | undefined;
  /** Another model of the route stands behind it. */
  readonly followed: boolean;
  /** What one more check of its result may cost in order to pay. */
  readonly worth: WorthOfChecks<NanoUsd> | undefined;
  /** A test that was written before the first attempt. */
  readonly test: WrittenTest | undefined;
  /** Whether a model stands behind this one, if the user asks for a stronger one. */
  readonly hasNext: () => boolean;
}

const mostContinuations = 4;

/** One attempt, from its record in the ledger to its verdict, and what its calls cost. */
export async function tryModel(
  one: Try,
  spec: SubtaskSpec,
  task: TaskScope,
): Promise<{ readonly tried: Tried; readonly spent: NanoUsd }> {
  const { spend, clock } = task.parts;
  const { subtask, number, model } = one;
  const attempt = newId("attempt");
  const started = clock();
  const rung = rungOf(model.id, task);
  spend.startAttempt({ attempt, subtask, number, model: model.id, rung });
  task.emit({ type: "attempt-start", subtask, attempt, number, model: model.id, rung });

  const steered = spec.parent === undefined ? task.steering.begin(one.hasNext) : undefined;
  const scope = toolScope(one, attempt, spec, task, steered);
  const { end, tried } = await workAndJudge(one, attempt, scope, spec, steered);
  steered?.settle();

  const verdict = verdictOf(tried);
  const because = verdict?.because || endSentence(end);
  spend.endAttempt(attempt, {
    end: end.kind,
    verdict: verdict?.kind,
    because,
    evidence: JSON.stringify(verdict?.evidence ?? []),
    grounds: verdict?.grounds,
    edits: scope.edits.counts(),
  });
  task.emit({
    type: "attempt-end",
    attempt,
    end: endSentence(end),
    verdict,
    cost: String(scope.spent.total),
    milliseconds: clock() - started,
  });
  const spent = nano(scope.spent.total);
  if (verdict?.kind === "proved" && spec.parent === undefined && spec.oneCall === undefined)
    // The result stands, whatever becomes of its audit.
    await resultOf(one, scope, spec)
      .then(auditSometimes)
      .catch(() => undefined);
  return { tried, spent };
}

/** Whatever goes wrong on our side, nothing unjudged stays in the files. */
async function workAndJudge(
  one: Try,
  attempt: string,
  scope: ToolScope,
  spec: SubtaskSpec,
  steered: SteeredAttempt | undefined,
): Promise<Worked> {
  const asked = () => (spec.signal.aborted ? undefined : steered?.asked());
  try {
    switch (spec.oneCall?.kind) {
      case "inline-edit":
        return await editInline(one, spec.oneCall, scope, spec, asked);
      case "commit-message":
        return await writeCommitMessage(one, spec.oneCall, scope, spec, asked);
      case undefined: {
        const { end } = await work(one, attempt, scope, spec);
        const tried = spec.firstTest ? judgeTest(end, spec.firstTest, scope) : judge(end, one, scope, spec, asked);
        return { end, tried: await tried };
      }
    }
  } catch (error) {
    await takeBack(scope);
    throw error;
  }
}

/** The attempt itself, and its continuations from notes when the conversation outgrew the model. */
async function work(one: Try, attempt: string, scope: ToolScope, spec: SubtaskSpec): Promise<AttemptRecord> {
  const { task } = scope;
  const { edits } = kindFacts(spec.kind);
  const booking = { task: task.task, subtask: one.subtask, attempt, purpose: "step" };
  const usualSpend = mostOfGoodAttempts(one.model.id, spec.kind, task.parts.spend.outcomes(mostOutcomes));
  const run = (brief: string) =>
    runAttempt(
      {
        booking,
        model: one.model,
        system: systemPrompt(spec, task),
        brief,
        toolbox: () => (edits ? editToolbox(scope.edits.format) : readToolbox),
        limits: task.parts.configuration.limits,
        cap: one.cap,
        usualSpend,
        followed: one.followed,
        answers: !edits,
      },
      scope,
    );
  const taskText = briefOf(spec);
  let record = await run(one.handover ? handoverBrief(taskText, one.handover) : taskText);
  for (let round = 0; round < mostContinuations && outgrew(record); round++) {
    const notesFrom = compactingModel(one.model, task);
    record = await run(
      await continuationBrief(taskText, record.messages, notesFrom, { ...booking, purpose: "compact" }, scope),
    );
  }
  return record;
}

/** A brief that fills the context by itself can't be helped by notes. */
function outgrew(record: AttemptRecord): boolean {
  return record.end.kind === "context-full" && record.messages.length > 2;
}

function verdictOf(tried: Tried): Verdict | undefined {
  if (tried.kind === "accepted") return tried.verdict;
  return tried.kind === "refuted" ? tried.refutation.verdict : undefined;
}

/** The family that a model is configured with; that of one which no longer is, by its name. */
function familiesIn({ parts }: TaskScope): (model: string) => string {
  const known = new Map(parts.configuration.served.map(({ id, family }) => [id, family]));
  return (model) => known.get(model) ?? familyOf(model);
}

function toolScope(
  one: Try,
  attempt: string,
  spec: SubtaskSpec,
  task: TaskScope,
  steered: SteeredAttempt | undefined,
): ToolScope {
  const signal = steered === undefined ? spec.signal : AbortSignal.any([spec.signal, steered.signal]);
  const path = attemptPath(spec.parent?.attempt, attempt);
  const staysLocal = one.model.endpoint.local && (spec.parent?.staysLocal ?? true);
  return {
    task,
    attempt: path,
    subtask: one.subtask,
    model: one.model,
    staysLocal,
    depth: spec.depth,
    seen: new Map(),
    facts: [],
    edits: watchEdits(editFormatsFor(one.model, task.parts.spend.editRecords(), familiesIn(task))),
    spent: { total: 0n },
    signal,
    standIn: (failed, tried) => standInFor(failed, tried, spec.kind, task),
    delegate: delegateFrom({ subtask: one.subtask, attempt: path, staysLocal }, spec, task, signal),
  };
}
