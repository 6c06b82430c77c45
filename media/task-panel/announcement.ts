import { t } from "@vscode/l10n";
import { formatNanoUsd } from "../../server/protocol/usd.ts";
import { outcomeSentence, outcomeWords } from "../shared/outcome-words.ts";
import { visibleLine } from "../shared/visible-text.ts";
import type { OpenTask } from "./page-state.ts";

/** What a screen reader tells of a task's progress between two states; undefined when nothing is worth an interruption. */
export function announcement(before: OpenTask | undefined, after: OpenTask | undefined): string | undefined {
  if (before === undefined || after === undefined || before.task !== after.task || before.state === "unknown")
    return undefined;
  return ended(before, after) ?? asked(before, after) ?? started(before, after);
}

function ended(before: OpenTask, after: OpenTask): string | undefined {
  if (after.state === "interrupted" && before.state !== "interrupted") return t("The task was interrupted.");
  const end = after.view.end;
  if (end === undefined || before.view.end !== undefined) return undefined;
  const { word } = outcomeWords(end.outcome.kind);
  return t("{0}. {1} Spent {2}.", word, visibleLine(outcomeSentence(end.outcome)), formatNanoUsd(end.receipt.total));
}

function asked(before: OpenTask, after: OpenTask): string | undefined {
  if (after.view.approvals.length > before.view.approvals.length) return t("Your agreement is needed.");
  if (after.view.questions.length > before.view.questions.length) return t("The agent has a question.");
  return undefined;
}

function started(before: OpenTask, after: OpenTask): string | undefined {
  const attempts = (open: OpenTask) => open.view.subtasks.flatMap((subtask) => subtask.attempts);
  const latest = attempts(after).at(-1);
  if (latest === undefined || attempts(before).length === attempts(after).length) return undefined;
  const { model, steppedUp } = latest;
  if (steppedUp === undefined) return t("{0} begins.", visibleLine(model));
  return t("Stepped up to {0}: {1}", visibleLine(model), visibleLine(steppedUp));
}
