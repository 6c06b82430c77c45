import * as z from "zod/mini";
import type { FromPage } from "../../media/spend-dashboard/messages.ts";
import { isDay } from "../../media/spend-dashboard/period.ts";

const name = z.string().check(z.minLength(1), z.maxLength(10_000));
const day = z.string().check(z.refine(isDay));
const period = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.enum(["today", "7-days", "30-days", "month", "all"]) }),
  z.strictObject({ kind: z.literal("custom"), from: day, to: day }),
]);
const wanted = z.strictObject({ period, folder: z.optional(name) });

const fromPage = z.discriminatedUnion("type", [
  z.strictObject({ type: z.enum(["ready", "set-budget", "new-task", "forget-routes"]) }),
  z.strictObject({ type: z.literal("load"), id: z.int(), wanted }),
  z.strictObject({ type: z.enum(["open-receipt", "open-task"]), task: name }),
  z.strictObject({ type: z.literal("export"), format: z.enum(["csv", "json"]), wanted }),
  z.strictObject({
    type: z.literal("reconcile"),
    call: name,
    cost: z.string().check(z.regex(/^(?:\d{1,27}|unbilled)$/)),
  }),
]);

/** What a page sent, when it is a message that the dashboard knows; undefined for anything else. */
export function checkMessage(value: unknown): FromPage | undefined {
  const checked = fromPage.safeParse(value);
  return checked.success ? checked.data : undefined;
}
