import type { ServedModel } from "../../models/endpoint.ts";
import { type WorthOfChecks, worthOfReview } from "../../routing/worth-of-checks.ts";
import type { NanoUsd } from "../../spend/money.ts";
import { andOn } from "../../verification/grounds.ts";
import type { Evidence, Verdict } from "../../verification/verdict.ts";
import type { TaskScope } from "../task-scope.ts";
import { askReviewer, type Change, sentence } from "./ask-reviewer.ts";
import { chooseReviewer, isAffordable } from "./choose-reviewer.ts";
import type { Opinion } from "./opinion.ts";

/** A result that the checks did not refute. */
export interface Result {
  readonly task: TaskScope;
  readonly subtask: string;
  readonly attempt: string;
  readonly author: ServedModel;
  /** Read when it is first asked for, since most results are not looked at. */
  readonly change: () => Promise<Change>;
  /** Somebody stands behind the author, so that an objection has a next model to go to. */
  readonly followed: boolean;
  /** What a review may cost in order to pay; undefined when the router did not say. */
  readonly worth: WorthOfChecks<NanoUsd> | undefined;
  readonly signal: AbortSignal;
}

/**
 * The verdict after a review, where one pays and is affordable. Consent never proves anything, since a reader sees less than a
 * test. An objection refutes where another model can do better; else it is told, and the user decides.
 */
export async function reviewResult(verdict: Verdict, result: Result): Promise<Verdict> {
  const { task, author, worth, attempt } = result;
  if (verdict.kind === "refuted" || worth === undefined || !task.parts.configuration.review) return verdict;
  const change = await result.change();
  const reviewer = chooseReviewer({ author, strongest: false, localOnly: false }, change, task);
  if (
    reviewer === undefined ||
    reviewer.cost > worthOfReview(worth, { ...verdict, kind: verdict.kind }) ||
    !isAffordable(reviewer.cost, task)
  )
    return verdict;
  const check = `review by ${reviewer.model.id}`;
  task.emit({ type: "check-start", attempt, check });
  const started = task.parts.clock();
  const because = `${verdict.kind === "unproved" ? "No check could prove the result" : "The checks are often wrong here"}; another family looks at it.`;
  const opinion = await askReviewer(reviewer.model, change, { ...result, purpose: "review", because });
  const evidence = evidenceOf(check, opinion, task.parts.clock() - started);
  task.emit({ type: "check-end", attempt, evidence });
  return judged({ ...verdict, evidence: [...verdict.evidence, evidence] }, reviewer.model, opinion, result.followed);
}

function evidenceOf(check: string, opinion: Opinion, milliseconds: number): Evidence {
  const outcomes = { accepted: "passed", rejected: "failed", none: "skipped" } as const;
  const detail = opinion.kind === "rejected" ? opinion.reasons.map((reason) => `- ${reason}`).join("\n") : "";
  return { check, outcome: outcomes[opinion.kind], summary: sentence(opinion), detail, milliseconds };
}

function judged(verdict: Verdict, reviewer: ServedModel, opinion: Opinion, followed: boolean): Verdict {
  const grounds = andOn(verdict.grounds, "review");
  switch (opinion.kind) {
    case "none":
      return verdict;
    case "accepted":
      return { ...verdict, because: `${verdict.because} A review by ${reviewer.id} found nothing wrong.`, grounds };
    case "rejected": {
      const objection = `A review by ${reviewer.id} objects: ${opinion.reasons.join(" ")}`;
      if (followed) return { ...verdict, kind: "refuted", because: objection, grounds };
      const kind = verdict.kind === "proved" ? "unproved" : verdict.kind;
      return { ...verdict, kind, because: `${objection} ${verdict.because}` };
    }
  }
}
