import { z } from "zod";
import { isContextOverflow } from "../../../server/models/http/context-overflow.ts";
import type { CaseResult } from "../suite.ts";

const providerError = z.looseObject({ id: z.string(), error: z.unknown().optional(), expected: z.string() });
const status = z.number().nullish().catch(undefined);
/** The cases wrap what a host said in another library's errors; this is the way back to the status and the words. */
const wrapped = z.looseObject({
  statusCode: status,
  status,
  lastError: z.unknown().optional(),
  errors: z.array(z.unknown()).optional(),
});

export const suite = {
  name: "models/provider-errors",
  *run(cases: unknown): Generator<CaseResult> {
    for (const { id, error, expected } of z.array(providerError).parse(cases)) {
      const read = isOverflow(error) ? "context_window_exceeded" : "unknown";
      yield read === expected
        ? { id, outcome: "passed" }
        : { id, outcome: "failed", why: `expected ${expected}, read ${read}` };
    }
  },
};

function isOverflow(error: unknown): boolean {
  const parsed = wrapped.safeParse(error);
  if (!parsed.success) return isContextOverflow(undefined, JSON.stringify(error) ?? "");
  const { errors, lastError, ...own } = parsed.data;
  if (errors !== undefined) return isOverflow(lastError ?? errors.at(-1));
  return isContextOverflow(own.statusCode ?? own.status ?? undefined, JSON.stringify(error));
}
