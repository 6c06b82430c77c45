import type { Kind, ReceiptView } from "../protocol/events.ts";
import { headAndTail } from "../verification/head-and-tail.ts";
import { unifiedDiff } from "../workspace/edits/line-diff.ts";
import { decode } from "../workspace/encoding.ts";
import type { KeptChange } from "../workspace/ports.ts";
import type { Continuation } from "./agent.ts";
import type { Parts } from "./parts.ts";
import { render } from "./prompts.ts";
import type { Privacy } from "./task-scope.ts";

/** What a task takes over from the one that it goes on from. */
export type Earlier =
  | {
      readonly kind: "known";
      /** For the brief: never the transcript. */
      readonly text: string;
      readonly localOnly: boolean;
      /** Its kind, for another try at the same work. */
      readonly again: Kind | undefined;
      /** Only models on higher rungs than this one may try. */
      readonly above: string | undefined;
    }
  | { readonly kind: "refused"; readonly message: string };

const mostAnswer = 6_000;
const mostDiff = 8_000;
const mostPaths = 100;
const mostPrompt = 4_000;

/** Reads the ledger, the checkpoints and what this process remembers; changes nothing. */
export async function readEarlier(
  continues: Continuation,
  workspace: string,
  privacy: Privacy,
  parts: Parts,
): Promise<Earlier> {
  const { task, how, hint } = continues;
  const receipt = parts.spend.receipt(task);
  if (receipt === undefined) return refuse(`The ledger knows no ${task}. Start a new task instead.`);
  if (receipt.workspace !== workspace)
    return refuse(`${task} worked in ${receipt.workspace}, not here. Start a new task, or open that folder.`);
  if (receipt.outcome === "running")
    return refuse(`${task} is still running. Stop it first, or wait until it has ended.`);
  const memory = parts.memory.recall(task);
  const changes = (await parts.checkpoints.changes(task, workspace)) ?? [];
  const localOnly = memory?.localOnly === true || changes.some(({ path }) => privacy.isLocalOnly(path));
  const last = lastAttempt(receipt);
  const hinted = hint === undefined || hint.trim() === "" ? "" : `\nThe user says: ${hint.trim()}\n`;
  if (how === "follow-up") {
    const paths = changes.slice(0, mostPaths).map((change) => change.path);
    const left = changes.length - paths.length;
    const text = render("follow-up", {
      outcome: receipt.outcome,
      prompt: headAndTail(receipt.prompt, mostPrompt),
      answer: memory?.answer ? `\nIts answer:\n${headAndTail(memory.answer, mostAnswer)}\n` : "",
      changed:
        paths.length === 0
          ? ""
          : `\nFiles that it changed: ${paths.join(", ")}${left > 0 ? ` and ${left} more` : ""}\n`,
    });
    return { kind: "known", text: parts.clean(text + hinted).trim(), localOnly, again: undefined, above: undefined };
  }
  const diff = changes.map(diffOf).join("\n") || (memory?.rejected ?? "");
  const text = render("retry", {
    outcome: receipt.outcome,
    because: last?.because ? `\nWhat was found: ${last.because}\n` : "",
    hint: hinted,
    diff: diff === "" ? "" : `\nThe rejected change:\n${headAndTail(diff, mostDiff)}\n`,
  });
  return {
    kind: "known",
    text: parts.clean(text).trim(),
    localOnly,
    again: receipt.subtasks.find((subtask) => subtask.parent === undefined)?.kind,
    above: how === "escalate" ? last?.model : undefined,
  };
}

/** Takes an earlier task back before another try: all of it, or nothing. The user's wish for another try is the verdict on it. */
export async function takeEarlierBack(
  { task }: Continuation,
  workspace: string,
  parts: Parts,
): Promise<{ readonly kind: "taken-back" } | { readonly kind: "refused"; readonly message: string }> {
  const result = await parts.checkpoints.undo(task, workspace, { wholly: true });
  if (result.kind === "partly") {
    const paths = result.conflicts.map(({ path }) => path).join(", ");
    return refuse(
      `${task} can't be taken back, because ${paths} changed after it. Nothing was touched. Undo what you can or keep it, then start a new task or follow up.`,
    );
  }
  const outcome = parts.spend.receipt(task)?.outcome ?? "";
  if (result.kind === "undone" || judged.has(outcome)) parts.spend.markUndone(task);
  return { kind: "taken-back" };
}

const judged: ReadonlySet<string> = new Set(["proved", "unproved", "kept"]);

function lastAttempt(receipt: ReceiptView) {
  return receipt.subtasks.find((subtask) => subtask.parent === undefined)?.attempts.at(-1);
}

function diffOf({ path, before, now }: KeptChange): string {
  const [old, present] = [textIn(before), textIn(now)];
  if (old === "binary" || present === "binary") return `${path}: binary file changed`;
  return unifiedDiff(path, old?.text, present?.text);
}

function textIn(bytes: Uint8Array | "absent"): { readonly text: string } | "binary" | undefined {
  if (bytes === "absent") return undefined;
  const decoded = decode(bytes);
  return decoded.kind === "text" ? { text: decoded.text } : "binary";
}

function refuse(message: string): { readonly kind: "refused"; readonly message: string } {
  return { kind: "refused", message };
}
