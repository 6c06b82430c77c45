import { z } from "zod";
import { readReportedUsd, readUsage } from "../../../server/models/openai-chat/usage.ts";
import { inputTotal } from "../../../server/models/usage.ts";
import type { CaseResult } from "../suite.ts";

const usageCase = z.looseObject({
  id: z.string(),
  usage: z.looseObject({
    prompt_tokens: z.number().optional(),
    raw: z.looseObject({ prompt_tokens: z.number() }).optional().catch(undefined),
  }),
  expected: z.looseObject({
    inputTokens: z.number(),
    outputTokens: z.number(),
    cacheReadTokens: z.number(),
    cacheWriteTokens: z.number(),
    totalCost: z.number().optional(),
  }),
});

export const suite = {
  name: "models/usage",
  *run(cases: unknown): Generator<CaseResult> {
    for (const each of z.array(usageCase).parse(cases)) yield check(each);
  },
};

function check({ id, usage, expected }: z.infer<typeof usageCase>): CaseResult {
  const wire = usage.prompt_tokens === undefined ? usage.raw : usage;
  if (wire === undefined) return { id, outcome: "skipped", why: "another library's form of usage, not a host's" };
  const read = readUsage(wire);
  if (read === "unknown") return { id, outcome: "failed", why: "read as unknown" };
  const cost = readReportedUsd(wire);
  const pairs = [
    [inputTotal(read), expected.inputTokens],
    [read.output, expected.outputTokens],
    [read.cacheRead, expected.cacheReadTokens],
    [read.cacheWrite, expected.cacheWriteTokens],
    ...(expected.totalCost === undefined ? [] : [[Number(cost).toFixed(12), expected.totalCost.toFixed(12)]]),
  ];
  const wrong = pairs.filter(([value, wanted]) => value !== wanted);
  return wrong.length === 0 ? { id, outcome: "passed" } : { id, outcome: "failed", why: JSON.stringify(wrong) };
}
