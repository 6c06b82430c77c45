import { createHash } from "node:crypto";
import { askReviewer, sentence } from "./ask-reviewer.ts";
import { chooseReviewer, isAffordable } from "./choose-reviewer.ts";
import type { Result } from "./review-result.ts";

/** Of all spend of a month, audits take no more than this share. */
const mostOfSpend = 0.05;
const days = 30;

/**
 * Has a random share of what the checks proved looked at by the strongest model of another family. The result stays as it is;
 * what is found is told and recorded, because nothing else shows how often the checks accept what is wrong. Work that was done
 * on this machine is audited on this machine.
 */
export async function auditSometimes(result: Result): Promise<void> {
  const { task, attempt, author } = result;
  const { spend, configuration } = task.parts;
  if (!isDrawn(attempt, configuration.audits)) return;
  const change = await result.change();
  const auditor = chooseReviewer({ author, strongest: true, localOnly: author.endpoint.local }, change, task);
  if (auditor === undefined || !isAffordable(auditor.cost, task)) return;
  const { purpose: onAudits, all } = spend.spentOn("audit", days);
  if (auditor.cost > 0n && Number(onAudits + auditor.cost) > mostOfSpend * Number(all)) return;
  const because =
    "The checks proved this result; some of these are looked at again, to learn how often the checks are wrong.";
  const opinion = await askReviewer(auditor.model, change, { ...result, purpose: "audit", because });
  if (opinion.kind === "none") return;
  const rejected = opinion.kind === "rejected" ? opinion.reasons.join(" ") : "";
  spend.recordAudit(attempt, { auditor: auditor.model.id, finding: opinion.kind, because: rejected });
  if (opinion.kind === "rejected") {
    const message = `The checks passed, but an audit by ${auditor.model.id} doubts the result. ${sentence(opinion)} Look at the change; undo takes it back.`;
    task.emit({ type: "notice", level: "warning", message });
  }
}

/** By the attempt's random name, so that asking again gives the same answer. */
export function isDrawn(attempt: string, share: number): boolean {
  return createHash("sha256").update(`audit ${attempt}`).digest().readUInt32BE() < share * 2 ** 32;
}
