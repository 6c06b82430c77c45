import { restOf } from "../models/catalogue/health.ts";
import { withoutEffort } from "../models/effort.ts";
import type { ServedModel } from "../models/endpoint.ts";
import type { Kind } from "../protocol/events.ts";
import { kindFacts } from "../routing/kinds.ts";
import type { Tried as Refuted } from "../routing/route.ts";
import type { NanoUsd } from "../spend/money.ts";
import { endedAtCap } from "../spend/spend.ts";
import { candidatesFor, freeAndLocal } from "./candidates.ts";
import { endSentence, type Handover, handedOver, type Refutation, withoutRepeats } from "./handover.ts";
import { modelsAbove, overBudgetSentence } from "./ladder.ts";
import { beginSubtask } from "./records.ts";
import { endpointNow } from "./stand-ins.ts";
import type { SubtaskEnd, SubtaskSpec } from "./subtask-spec.ts";
import type { TaskScope } from "./task-scope.ts";
import { tryModel } from "./try-model.ts";
import { writeTestFirst } from "./written-test/write-test.ts";
import type { WrittenTest } from "./written-test/written-test.ts";

/**
 * Every piece of work goes this way: attempt, verify, and accept or hand over to the next model of the route. What a refuted
 * or cancelled attempt wrote is taken back, and only that.
 */
export async function runSubtask(spec: SubtaskSpec, task: TaskScope): Promise<SubtaskEnd> {
  const { kind, title, parent, limit, route } = spec;
  const { because, expected } = route;
  const about = { parent: parent?.subtask, kind, title, because, limit, expected };
  const { subtask, end: endSubtask } = beginSubtask(about, route.models, task);
  const fixer = servedModels(route.models, task)[0];
  const test = await writeTestFirst(subtask, spec, fixer, task);
  const end = await climb(subtask, spec, test, task);
  endSubtask("verdict" in end ? end.verdict : undefined);
  return end;
}

async function climb(
  subtask: string,
  spec: SubtaskSpec,
  test: WrittenTest | undefined,
  task: TaskScope,
): Promise<SubtaskEnd> {
  const tried = new Set<ServedModel>();
  const refuted: Refuted[] = [];
  let { route } = spec;
  let ladder = servedModels(route.models, task);
  let handover: Handover | undefined;
  /** Why nobody goes on, beside what was refuted. */
  let because: string | undefined;
  for (;;) {
    // The cheapest healthy endpoint of each; once a local-only file was read, only those on this machine take part.
    ladder = ladder.flatMap((next) => endpointNow(next, spec.kind, task) ?? []);
    const model = ladder[0];
    if (model === undefined) return nothingLeft(handover, because, task);
    ladder = ladder.slice(1);
    tried.add(model);
    const behind = (): readonly ServedModel[] => {
      const rest = task.privacy.touched ? ladder.filter((next) => next.endpoint.local) : ladder;
      return rest.length > 0 ? rest : modelsAbove(model, spec.kind, task).filter((next) => !tried.has(next));
    };
    const hasNext = () => behind().length > 0;
    // Where nobody stands behind it, half the work is worth nothing.
    const followed = ladder.length > 0;
    const cap = followed ? route.caps[route.models.indexOf(model.id)] : spec.firstTest?.cap;
    const worth = route.worthOfChecks[route.models.indexOf(model.id)];
    const one = { subtask, number: tried.size, model, handover, cap, followed, worth, test, hasNext };
    const { tried: end, spent } = await tryModel(one, spec, task);
    switch (end.kind) {
      case "over-budget":
        ladder = freeLocalModels(spec.kind, task).filter((next) => !tried.has(next));
        if (ladder.length === 0) return end;
        task.emit({
          type: "notice",
          level: "warning",
          message: `${end.message} Going on with free local models only.`,
        });
        break;
      case "unavailable":
        because = end.message;
        ladder = ladder.filter((next) => !meetsTheSame(next, model, task));
        stepUp(subtask, model, ladder, end.message, task);
        break;
      case "refuted":
        handover = handedOver(model.id, end.refutation, handover, checksFor(spec, task));
        refuted.push(refutedAttempt(model, spent, end.refutation));
        if (end.byUser) ladder = behind();
        else {
          const next = spec.reroute(refuted);
          if (next.kind === "over-budget") {
            const message = `${end.refutation.verdict.because} ${overBudgetSentence(next, task.parts)}`;
            return { kind: "over-budget", message };
          }
          if (next.kind === "enough") [ladder, because] = [[], next.because];
          const open = next.kind === "ladder" ? servedModels(next.models, task).filter((one) => !tried.has(one)) : [];
          if (next.kind === "ladder" && open.length > 0) [route, ladder] = [next, open];
        }
        stepUp(subtask, model, ladder, end.refutation.verdict.because, task);
        break;
      default:
        return end;
    }
  }
}

/** Another effort of a model whose host has just failed it. */
function meetsTheSame(next: ServedModel, failed: ServedModel, { parts }: TaskScope): boolean {
  const { health, at } = parts.endpoints.now();
  return withoutEffort(next.id) === withoutEffort(failed.id) && restOf(health, next, at) !== undefined;
}

function refutedAttempt({ id }: ServedModel, cost: NanoUsd, { end, verdict }: Refutation): Refuted {
  return { model: id, cost, cutShort: end.kind === endedAtCap, grounds: verdict.grounds };
}

/** What a model can run to see whether it is done. */
function checksFor({ kind, oneCall }: SubtaskSpec, { checkers }: TaskScope): readonly string[] {
  return kindFacts(kind).edits && oneCall === undefined ? checkers.agreed.map(({ command }) => command) : [];
}

/** What may go on when a budget has stopped the rest, if the user wants that. */
function freeLocalModels(kind: Kind, task: TaskScope): readonly ServedModel[] {
  const { parts } = task;
  if (parts.configuration.atLimit !== "local-only") return [];
  const free = freeAndLocal(candidatesFor(kind, 0, parts));
  return servedModels(
    free.map(({ id }) => id),
    task,
  );
}

function stepUp(
  subtask: string,
  from: ServedModel,
  ladder: readonly ServedModel[],
  because: string,
  task: TaskScope,
): void {
  const to = task.privacy.touched ? ladder.find((next) => next.endpoint.local) : ladder[0];
  if (to !== undefined) task.emit({ type: "escalation", subtask, from: from.id, to: to.id, because });
}

function nothingLeft(handover: Handover | undefined, because: string | undefined, task: TaskScope): SubtaskEnd {
  if (handover !== undefined) {
    const local = task.privacy.touched ? "A local-only file was read, so no remote model may go on." : "";
    const sentences = [handover.verdict.because, endSentence(handover.end), because ?? "", local];
    return { kind: "refuted", verdict: handover.verdict, report: withoutRepeats(sentences) };
  }
  const message = because ?? "No model is left that may do this. `stepladder models` shows which there are.";
  return { kind: because === undefined ? "refused" : "failed", message };
}

function servedModels(ids: readonly string[], task: TaskScope): readonly ServedModel[] {
  const { served } = task.parts.configuration;
  return ids.flatMap((id) => served.filter((model) => model.id === id));
}
