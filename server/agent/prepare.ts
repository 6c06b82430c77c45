import { estimateTokens } from "../models/estimate.ts";
import type { Kind } from "../protocol/events.ts";
import type { ContextItem } from "../protocol/requests.ts";
import type { TaskRequest } from "./agent.ts";
import { readContext } from "./context.ts";
import { readEarlier } from "./earlier-task.ts";
import { textOf } from "./inline/document-lines.ts";
import { mostShown } from "./inline/edit-inline.ts";
import { editedLines } from "./inline/inline-brief.ts";
import type { OneCall } from "./one-call.ts";
import type { Parts } from "./parts.ts";
import { createPrivacy, type Privacy } from "./task-scope.ts";

/** What is known of a request before it is routed: nothing is spent, changed or sent for it. */
export type Preparation =
  | {
      readonly kind: "prepared";
      /** What the user put beside the prompt, now or for the earlier try at the same work. */
      readonly context: readonly ContextItem[];
      /** What stands beside the prompt in every brief. */
      readonly material: string;
      /** The part of it that tells of the task that this one goes on from. */
      readonly earlier: string;
      /** Only models on this machine may read it. */
      readonly localOnly: boolean;
      /** Tokens that every brief has beside the prompt. */
      readonly tokens: number;
      /** Of these so many have to fit; the rest of a document is cut to what a model can read. */
      readonly leastTokens: number;
      readonly again: Kind | undefined;
      readonly above: string | undefined;
    }
  | { readonly kind: "refused"; readonly message: string };

export async function prepare(request: TaskRequest, parts: Parts): Promise<Preparation> {
  const { workspace, continues, oneCall } = request;
  const context = contextOf(request, parts);
  const privacy = createPrivacy(parts.configuration.localOnly);
  const call = await lookAtCall(oneCall, workspace, privacy, parts);
  if (call.kind === "refused") return call;
  const earlier = continues && (await readEarlier(continues, workspace, privacy, parts));
  if (earlier?.kind === "refused") return earlier;
  const read = await readContext(context, { parts, guard: parts.guard(workspace), privacy });
  if (read.kind === "refused") return read;
  const material = [earlier?.text, read.text].filter(Boolean).join("\n\n");
  const beside = estimateTokens(material);
  return {
    kind: "prepared",
    context,
    material,
    earlier: earlier?.text ?? "",
    localOnly: call.localOnly || read.localOnly || earlier?.localOnly === true,
    tokens: beside + call.tokens,
    leastTokens: beside + call.leastTokens,
    again: earlier?.again,
    above: earlier?.above,
  };
}

/** Another try at the same work stands beside the same things, unless it brings its own. */
function contextOf({ context = [], continues }: TaskRequest, { memory }: Parts): readonly ContextItem[] {
  if (context.length > 0 || continues === undefined || continues.how === "follow-up") return context;
  return memory.recall(continues.task)?.context ?? [];
}

type LookedAt =
  | { readonly kind: "fine"; readonly localOnly: boolean; readonly tokens: number; readonly leastTokens: number }
  | { readonly kind: "refused"; readonly message: string };

/** What an answer needs beside the lines that it replaces. */
const answerTokens = 1_024;

async function lookAtCall(
  oneCall: OneCall | undefined,
  workspace: string,
  privacy: Privacy,
  parts: Parts,
): Promise<LookedAt> {
  if (oneCall === undefined) return { kind: "fine", localOnly: false, tokens: 0, leastTokens: 0 };
  if (oneCall.kind === "commit-message") {
    const tokens = estimateTokens(oneCall.diff);
    return { kind: "fine", localOnly: oneCall.localOnly, tokens, leastTokens: tokens };
  }
  const { path, text, startLine, endLine } = oneCall;
  const edited = editedLines(text, startLine, endLine);
  if (edited === undefined)
    return refuse(
      `Lines ${startLine + 1} to ${endLine} are not in the document. It changed meanwhile; select them again.`,
    );
  const lines = textOf(edited.document, edited.startLine, edited.endLine);
  if (parts.clean(lines).includes(redacted) && !lines.includes(redacted))
    return refuse("The selected lines hold a key, which no model gets to see. Select other lines.");
  const ownTokens = estimateTokens(lines);
  const tokens = estimateTokens(text.slice(0, mostShown));
  const sizes = { tokens: Math.max(tokens, ownTokens), leastTokens: ownTokens * 2 + answerTokens };
  if (path === undefined) return { kind: "fine", localOnly: false, ...sizes };
  const { decision, relative } = await parts.guard(workspace).check(path, "read");
  if (decision.kind !== "allow")
    return refuse(`${decision.because} Nothing of it is sent to a model, so edit it yourself.`);
  return { kind: "fine", localOnly: privacy.isLocalOnly(relative), ...sizes };
}

const redacted = "<redacted:";

function refuse(message: string): { readonly kind: "refused"; readonly message: string } {
  return { kind: "refused", message };
}
