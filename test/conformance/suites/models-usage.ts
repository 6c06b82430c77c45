import { z } from "zod";
import { readUsage as readAnthropic } from "../../../server/models/anthropic/usage.ts";
import { readUsage as readGemini } from "../../../server/models/gemini/usage.ts";
import { readUsage as readChat, readReportedUsd } from "../../../server/models/openai-chat/usage.ts";
import { readUsage as readResponses } from "../../../server/models/openai-responses/usage.ts";
import { inputTotal, type Usage } from "../../../server/models/usage.ts";
import type { CaseResult } from "../suite.ts";
import { flatPrice } from "../support/flat-price.ts";

type Members = Readonly<Record<string, unknown>>;
const members = z.record(z.string(), z.unknown());
const count = z.number().nullish();
const some = members.nullish().catch(undefined);

const usageCase = z.looseObject({
  id: z.string(),
  usage: members,
  provider_metadata: z
    .looseObject({ openrouter: z.looseObject({ usage: some }).nullish(), gateway: some })
    .nullish()
    .catch(undefined),
  price_per_mtok: z.record(z.string(), z.number().nullable().catch(null)).nullish(),
  expected: z.looseObject({
    inputTokens: z.number(),
    outputTokens: z.number(),
    cacheReadTokens: z.number(),
    cacheWriteTokens: z.number(),
    totalCost: z.number().optional(),
    reasoningTokenCount: z.number().optional(),
  }),
});
type UsageCase = z.infer<typeof usageCase>;

/** The form into which another library brings usage before its own code sees it. */
const normalised = z.looseObject({
  inputTokens: count,
  outputTokens: count,
  cachedInputTokens: count,
  reasoningTokens: count,
  inputTokenDetails: z.looseObject({ cacheReadTokens: count, cacheWriteTokens: count }).nullish(),
  outputTokenDetails: z.looseObject({ reasoningTokens: count }).nullish(),
});

export const suite = {
  name: "models/usage",
  *run(cases: unknown): Generator<CaseResult> {
    for (const each of z.array(usageCase).parse(cases)) yield check(each);
  },
};

function check({ id, expected, ...given }: UsageCase): CaseResult {
  const wire = { ...hostUsage(given), ...reportedCost(given) };
  const usage = readAny(wire);
  if (usage === "unknown") return { id, outcome: "failed", why: "read as unknown" };
  const cost = costOf(wire, usage, given.price_per_mtok);
  // In our terms output includes reasoning; where a case gives more reasoning than output, it counts them apart.
  const isApart = (expected.reasoningTokenCount ?? 0) > expected.outputTokens;
  const pairs = [
    [inputTotal(usage), expected.inputTokens],
    [isApart ? usage.output - usage.reasoning : usage.output, expected.outputTokens],
    [usage.cacheRead, expected.cacheReadTokens],
    [usage.cacheWrite, expected.cacheWriteTokens],
    ...(expected.reasoningTokenCount === undefined ? [] : [[usage.reasoning, expected.reasoningTokenCount]]),
    ...(expected.totalCost === undefined ? [] : [[Number(cost).toFixed(9), expected.totalCost.toFixed(9)]]),
  ];
  const wrong = pairs.filter(([value, wanted]) => value !== wanted);
  return wrong.length === 0 ? { id, outcome: "passed" } : { id, outcome: "failed", why: JSON.stringify(wrong) };
}

/** What the host sent: the raw usage where the case keeps it, else what it must have been. */
function hostUsage({ usage, provider_metadata: metadata }: Pick<UsageCase, "usage" | "provider_metadata">): Members {
  const raw = members.safeParse(usage.raw).data ?? {};
  const own: Members = { ...usage, ...metadata?.openrouter?.usage };
  if ([raw, own].some((each) => "prompt_tokens" in each || "promptTokenCount" in each || "input_tokens" in each)) {
    return { ...own, ...raw };
  }
  const { inputTokenDetails: input, outputTokenDetails: output, ...totals } = normalised.parse(usage);
  return {
    // Cases about one member leave out the counts themselves.
    prompt_tokens: totals.inputTokens ?? 0,
    completion_tokens: totals.outputTokens ?? 0,
    prompt_tokens_details: {
      cached_tokens: input?.cacheReadTokens ?? totals.cachedInputTokens,
      cache_write_tokens: input?.cacheWriteTokens,
    },
    completion_tokens_details: { reasoning_tokens: output?.reasoningTokens ?? totals.reasoningTokens },
    ...own,
    ...raw,
  };
}

function reportedCost({ provider_metadata: metadata }: Pick<UsageCase, "provider_metadata">): Members {
  const cost = metadata?.gateway?.cost;
  return cost === undefined || cost === null ? {} : { cost };
}

function readAny(wire: Members): Usage | "unknown" {
  if ("promptTokenCount" in wire) return readGemini(wire);
  if ("prompt_tokens" in wire) return readChat(wire);
  return "input_tokens_details" in wire || !("cache_read_input_tokens" in wire || "cache_creation_input_tokens" in wire)
    ? readResponses(wire)
    : readAnthropic(wire);
}

function costOf(wire: Members, usage: Usage, price: UsageCase["price_per_mtok"]): string | undefined {
  return readReportedUsd(wire) ?? (price ? flatPrice(price, usage) : undefined);
}
