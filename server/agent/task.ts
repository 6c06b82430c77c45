import { join } from "node:path";
import { estimateTokens } from "../models/estimate.ts";
import type { Kind, QuoteView, TaskOutcome } from "../protocol/events.ts";
import { longestPrompt } from "../protocol/longest-prompt.ts";
import { guessKind, kindFacts } from "../routing/kinds.ts";
import type { Route } from "../routing/route.ts";
import { nano } from "../spend/money.ts";
import type { Baseline } from "../verification/ports.ts";
import type { TaskRequest } from "./agent.ts";
import { findCheckers, offerAgreement } from "./checkers.ts";
import { overBudgetSentence, type RouteNeeds, routeFor } from "./ladder.ts";
import type { Parts } from "./parts.ts";
import type { Preparation } from "./prepare.ts";
import { runSubtask } from "./subtask.ts";
import type { SubtaskEnd } from "./subtask-spec.ts";
import type { TaskScope } from "./task-scope.ts";

const mostInstructions = 16_000;
const titleLength = 80;

export interface TaskEnd {
  readonly outcome: TaskOutcome;
  readonly answer: string;
}

export type Prepared = Extract<Preparation, { kind: "prepared" }>;

type Asking = (changes: Partial<Pick<RouteNeeds, "task" | "localOnly" | "tried">>) => Route;

export type Planned =
  | {
      readonly kind: "planned";
      readonly taskKind: Kind;
      readonly route: Extract<Route, { kind: "ladder" }>;
      /** The same question again, with what is known by then. */
      readonly ask: Asking;
      readonly quote: QuoteView;
    }
  | { readonly kind: "refused"; readonly outcome: Extract<TaskOutcome, { kind: "refused" | "over-budget" }> };

/** What would be done and what it would cost, before anything is spent or run. */
export function plan(request: TaskRequest, prepared: Prepared, parts: Parts): Planned {
  const refuse = (message: string): Planned => ({ kind: "refused", outcome: { kind: "refused", message } });
  const prompt = request.prompt.trim();
  if (prompt === "")
    return refuse(
      'The prompt is empty. Say what should be done, for example: stepladder run "fix the failing date tests".',
    );
  if (prompt.length > longestPrompt) {
    return refuse(
      `The prompt has ${prompt.length} characters, more than the ${longestPrompt} that fit. Put the material in a file and name it.`,
    );
  }
  const taskKind = kindOf(request, prepared);
  const ask: Asking = (changes) =>
    routeFor(
      {
        kind: taskKind,
        workspace: request.workspace,
        task: undefined,
        localOnly: prepared.localOnly,
        contextNeeded: estimateTokens(prompt) * 2 + prepared.leastTokens,
        chosen: request.model,
        extraTokens: prepared.tokens,
        limit: request.budget === undefined ? undefined : nano(request.budget),
        above: prepared.above,
        ...changes,
      },
      parts,
    );
  const route = ask({});
  switch (route.kind) {
    case "ladder": {
      const { low, likely, high } = route.quote;
      const quote = {
        low: String(low),
        likely: String(likely),
        high: String(high),
        because: route.because,
        models: route.models,
      };
      return { kind: "planned", taskKind, route, ask, quote };
    }
    case "no-able-model":
    case "enough":
      return refuse(route.because);
    case "price-unknown":
      return refuse(
        `No price is known for ${route.models.join(", ")}. Give one in ${parts.configuration.file}, or declare it "free".`,
      );
    case "over-budget":
      return { kind: "refused", outcome: { kind: "over-budget", message: overBudgetSentence(route, parts) } };
  }
}

/** Only a one-call request is an inline edit: in the loop it would be any other edit. */
function kindOf({ oneCall, kind, prompt, mode }: TaskRequest, { again }: Prepared): Kind {
  if (oneCall !== undefined) return oneCall.kind;
  const asked = kind ?? again;
  if (asked === undefined) return guessKind(prompt.trim(), mode);
  return asked === "inline-edit" ? "edit" : asked;
}

/** Runs a planned task to its end. */
export async function runTask(
  planned: Extract<Planned, { kind: "planned" }>,
  material: string,
  task: TaskScope,
  signal: AbortSignal,
): Promise<TaskEnd> {
  const { taskKind, route, ask } = planned;
  const { prompt, budget, oneCall } = task.request;
  const edits = writesFiles(taskKind);
  if (edits) {
    await offerAgreement(task, signal);
    nameUnagreed(task);
  }
  const baseline = edits ? await takeBaseline(task, signal) : { runs: [], notAgreed: [] };
  if (signal.aborted) return { outcome: { kind: "cancelled" }, answer: "" };
  const end = await runSubtask(
    {
      kind: taskKind,
      title: prompt.split("\n", 1)[0]?.slice(0, titleLength) ?? "",
      prompt,
      material,
      oneCall,
      parent: undefined,
      depth: 0,
      limit: budget === undefined ? undefined : nano(budget),
      baseline,
      route,
      reroute: (tried) => ask({ task: task.task, tried, ...(task.privacy.touched ? { localOnly: true } : {}) }),
      signal,
    },
    task,
  );
  return { outcome: outcomeOf(end), answer: "report" in end ? end.report : "" };
}

/** An inline edit is shown by the editor and written by nobody here. */
export function writesFiles(kind: Kind): boolean {
  return kindFacts(kind).edits && kind !== "inline-edit";
}

/** The repository's `AGENTS.md`, when the user trusts the folder. It guides the work and can grant nothing. */
export async function readInstructions(root: string, parts: Parts): Promise<string> {
  if (!parts.agreements.trusts(root)) return "";
  const read = await parts.readFile(join(root, "AGENTS.md"));
  return read.kind === "text" ? parts.clean(read.file.text.slice(0, mostInstructions)).trim() : "";
}

export async function checkersFor(request: TaskRequest, parts: Parts): Promise<TaskScope["checkers"]> {
  return findCheckers(parts, request.workspace, request.checks);
}

function nameUnagreed(task: TaskScope): void {
  const commands = task.checkers.notAgreed.map((checker) => checker.command);
  if (commands.length === 0) return;
  const message = `Found but not agreed to: ${commands.join(", ")}. \`stepladder trust\` lets them run, so that results can be proved.`;
  task.emit({ type: "notice", level: "warning", message });
}

async function takeBaseline(task: TaskScope, signal: AbortSignal): Promise<Baseline> {
  const { agreed, notAgreed } = task.checkers;
  const checks = task.parts.verification.baseline(task.guard.root, agreed, notAgreed, signal);
  for (;;) {
    const next = await checks.next();
    if (next.done) return next.value;
    task.emit({ ...next.value, attempt: undefined });
  }
}

function outcomeOf(end: SubtaskEnd): TaskOutcome {
  switch (end.kind) {
    case "accepted":
      return { kind: end.verdict.kind === "proved" ? "proved" : "unproved", because: end.verdict.because };
    case "answered":
      return { kind: "answered" };
    case "refuted":
      return { kind: "refuted", because: end.report };
    case "over-budget":
    case "refused":
    case "failed":
      return { kind: end.kind, message: end.message };
    case "cancelled":
      return { kind: "cancelled" };
  }
}
