import { z } from "zod";

/** What a reviewer says of a change. Anything but a clear answer is none. */
export type Opinion =
  | { readonly kind: "accepted" }
  | { readonly kind: "rejected"; readonly reasons: readonly [string, ...string[]] }
  | { readonly kind: "none"; readonly because: string };

const answer = z.discriminatedUnion("verdict", [
  z.strictObject({ verdict: z.literal("accept"), reasons: z.array(z.string()).max(0).optional() }),
  z.strictObject({ verdict: z.literal("reject"), reasons: z.tuple([z.string().min(1)], z.string().min(1)) }),
]);

const longestReason = 400;
const mostReasons = 5;
const fenced = /^```(?:json)?\n([\s\S]*)\n```$/;

/** The whole reply is one JSON object, in a fence or not. Whatever stands around it could be the opposite of what it says. */
export function opinionIn(reply: string): Opinion {
  const text = reply.trim();
  const parsed = answer.safeParse(jsonIn(fenced.exec(text)?.[1] ?? text));
  if (!parsed.success) return { kind: "none", because: "its answer is not in the form that was asked for" };
  if (parsed.data.verdict === "accept") return { kind: "accepted" };
  const [first, ...others] = parsed.data.reasons.slice(0, mostReasons).map(oneLine);
  return { kind: "rejected", reasons: [first ?? "", ...others] };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no JSON is no answer, as the schema says
  }
}

function oneLine(reason: string): string {
  const line = reason.trim().replaceAll(/\s+/g, " ");
  return line.length > longestReason ? `${line.slice(0, longestReason - 1).toWellFormed()}…` : line;
}
