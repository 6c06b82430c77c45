/** What the parameters of several requests share. */
import { z } from "zod";

export const id = z.string().min(1).max(200);
export const command = z.string().trim().min(1).max(10_000);
export const nanoUsd = z.string().regex(/^\d{1,27}$/, "a whole number of nano-dollars as text");
/** A folder of the client's workspace, as a path; may be left out when there is just one. */
export const workspace = z.string().min(1).max(10_000).optional();

export const path = z.string().min(1).max(10_000);
export const line = z.int().nonnegative();
export const model = z.string().min(1).max(500);

export const prompt = z
  .string()
  .trim()
  .min(1, "The prompt is empty.")
  .max(1_048_576, "The prompt is larger than 1 MB.");

/**
 * A task that goes on from an earlier one. `follow-up` keeps what that one did; `retry` and `escalate` take it back first, and
 * `escalate` leaves out its last model and all that stand no higher.
 */
export const continues = z
  .strictObject({ task: id, how: z.enum(["follow-up", "retry", "escalate"]), hint: z.string().max(100_000).optional() })
  .optional();

/** The answer of a request that has nothing to tell. */
export type Done = Readonly<Record<string, never>>;
