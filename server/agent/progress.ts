import { formatUsd, type NanoUsd } from "../spend/money.ts";
import { type Seen, withoutDurations } from "./repetition.ts";

/** Why an attempt seems to lead nowhere. */
export type Sign =
  /** The same call with the same result, and nothing changed in between. */
  | { readonly kind: "repeated-call"; readonly what: string }
  /** The same error again, after a change or from another call. */
  | { readonly kind: "same-error"; readonly what: string }
  /** No new state of the files for so many replies. */
  | { readonly kind: "change-stopped"; readonly replies: number }
  /** A check finds more than it did before. */
  | { readonly kind: "more-problems"; readonly check: string; readonly before: number; readonly now: number }
  /** It has cost more than its model's good attempts do. */
  | { readonly kind: "dear"; readonly usual: NanoUsd };

/** One tool call of a reply and what came of it. */
export interface Step {
  /** As a person knows it, such as `read_file src/a.ts`. */
  readonly what: string;
  readonly seen: Seen;
  readonly result: string;
  readonly failed: boolean;
  /** It changed a file. */
  readonly changed: boolean;
  /** How many failing tests and findings the checks that it ran reported, by command. */
  readonly problems?: ReadonlyMap<string, number> | undefined;
}

/** One reply of the model, after its calls were run. */
export interface Reply {
  readonly steps: readonly Step[];
  /** The attempt's whole change, so that two equal ones are the same; empty when there is none. */
  readonly change: string;
  /** Nano-dollars of the attempt so far. */
  readonly spent: bigint;
}

/** Before that a model has only begun: the first replies tell little, and from the third or fourth on they tell enough. */
const firstJudged = 4;
/** A sign stands for so many replies: two belong together when they come this close. */
const lasts = 4;
const enough = 2;
/** Shorter ones, such as an exit code without a word, may have any cause. */
const shortestError = 40;
/** Replies without a new state of the files. Before the first edit reading is the work. */
const still = { afterEdit: 4, beforeEdit: 12 };

/**
 * Watches whether an attempt still gets somewhere. One sign alone means little, since good attempts show each of them now
 * and then; two of different kinds together are a reason to stop. An attempt whose checks are green is never stopped.
 * `usual` is what good attempts of its model cost at most.
 */
export function watchProgress(usual: NanoUsd | undefined): { after(reply: Reply): readonly Sign[] | undefined } {
  const standing = new Map<Sign["kind"], { readonly sign: Sign; readonly at: number }>();
  const changes = new Set<string>([""]);
  const errors = new Set<string>();
  const found = new Map<string, { least: number; now: number | undefined }>();
  let replies = 0;
  let change = "";
  let newAt = 0;

  const note = (sign: Sign) => standing.set(sign.kind, { sign, at: replies });

  /** What the checks said of another state of the files says nothing of this one. */
  const forgetStates = () => {
    for (const state of found.values()) state.now = undefined;
  };

  const lookAt = ({ what, seen, result, failed, changed, problems = new Map<string, number>() }: Step) => {
    if (seen !== "new") note({ kind: "repeated-call", what });
    if (failed || [...problems.values()].some((count) => count > 0)) {
      const error = withoutDurations(result).trim();
      if (seen === "new" && errors.has(error)) note({ kind: "same-error", what });
      if (error.length >= shortestError) errors.add(error);
    }
    if (changed) forgetStates();
    for (const [check, now] of problems) {
      const least = found.get(check)?.least ?? now;
      if (now > least) note({ kind: "more-problems", check, before: least, now });
      if (now < least) standing.clear();
      found.set(check, { least: Math.min(least, now), now });
    }
  };

  return {
    after(reply) {
      replies++;
      if (reply.change !== change) forgetStates();
      for (const step of reply.steps) lookAt(step);
      if (!changes.has(reply.change)) newAt = replies;
      change = reply.change;
      changes.add(change);
      if (usual !== undefined && reply.spent > usual) note({ kind: "dear", usual });
      const patience = changes.size > 1 ? still.afterEdit : still.beforeEdit;
      if (replies - newAt >= patience) note({ kind: "change-stopped", replies: replies - newAt });
      if (replies < firstJudged || isGreen([...found.values()].flatMap(({ now }) => now ?? []))) return undefined;
      const signs = [...standing.values()].filter(({ at }) => replies - at < lasts).map(({ sign }) => sign);
      return signs.length >= enough ? signs : undefined;
    },
  };
}

function isGreen(problems: readonly number[]): boolean {
  return problems.length > 0 && problems.every((count) => count === 0);
}

/** Signs as one sentence, for people and models. */
export function signsSentence(signs: readonly Sign[]): string {
  const words = signs.map(inWords);
  return `It got nowhere: ${[words.slice(0, -1).join(", "), words.at(-1)].filter(Boolean).join(" and ")}.`;
}

function inWords(sign: Sign): string {
  switch (sign.kind) {
    case "repeated-call":
      return `it repeated \`${sign.what}\` to no effect`;
    case "same-error":
      return `\`${sign.what}\` ran into the same error again`;
    case "change-stopped":
      return `its change did not grow for ${sign.replies} replies`;
    case "more-problems":
      return `\`${sign.check}\` found ${sign.now} problems after ${sign.before}`;
    case "dear":
      return `it cost more than the ${formatUsd(sign.usual)} that good attempts of this model cost`;
  }
}
