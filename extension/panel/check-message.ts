import * as z from "zod/mini";
import { actions, type FromPage } from "../../media/task-panel/messages.ts";

const text = z.string().check(z.maxLength(2_000_000));
const name = z.string().check(z.minLength(1), z.maxLength(10_000));
const number = z.int().check(z.nonnegative());
const folder = z.optional(name);

const contextItem = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.enum(["file", "folder"]), path: name }),
  z.strictObject({ kind: z.literal("selection"), path: name, startLine: number, endLine: number, text }),
  z.strictObject({
    kind: z.literal("problems"),
    problems: z.array(z.strictObject({ path: name, line: number, severity: name, message: text })),
  }),
  z.strictObject({ kind: z.literal("changes") }),
]);

const request = z.strictObject({
  prompt: text,
  mode: z.enum(["ask", "edit"]),
  context: z.array(contextItem),
  folder,
  followUp: z.optional(name),
});

const task = { task: name };
const fromPage = z.discriminatedUnion("type", [
  z.strictObject({ type: z.enum(["ready", "find-models", "close-task"]) }),
  z.strictObject({ type: z.literal("run"), action: z.enum(actions) }),
  z.strictObject({ type: z.enum(["open-task", "stop", "escalate", "undo", "keep", "review"]), ...task }),
  z.strictObject({ type: z.enum(["quote", "start"]), id: number, request }),
  z.strictObject({ type: z.literal("again"), ...task, how: z.enum(["retry", "escalate"]) }),
  z.strictObject({ type: z.literal("find-mentions"), id: number, query: text, folder }),
  z.strictObject({ type: z.literal("collect"), what: z.enum(["problems", "selection"]), folder }),
  z.strictObject({ type: z.literal("find-history"), search: text, limit: number }),
  z.strictObject({ type: z.literal("approve"), approval: name, hash: name, allow: z.boolean() }),
  z.strictObject({ type: z.literal("answer"), ...task, question: name, text: z.nullable(text) }),
  z.strictObject({ type: z.literal("copy"), text }),
  z.strictObject({ type: z.literal("open-link"), href: name, task: z.optional(name) }),
  z.strictObject({ type: z.literal("open-kept"), path: name }),
]);

/** What a page sent, when it is a message that the panel knows; undefined for anything else. */
export function checkMessage(value: unknown): FromPage | undefined {
  const checked = fromPage.safeParse(value);
  return checked.success ? checked.data : undefined;
}
