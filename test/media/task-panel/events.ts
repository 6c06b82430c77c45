import type { ApprovalView, EvidenceView, ReceiptView, TaskEvent } from "../../../server/protocol/events.ts";

export const evidence: EvidenceView = {
  ...{
    check: "npm test",
    outcome: "failed",
    summary: "`npm test`: 2 tests fail.",
    detail: "✖ date",
    milliseconds: 420,
  },
};

export const command: ApprovalView = {
  approval: "approval-1",
  hash: "sha256:abc",
  subject: { kind: "command", command: "npm install", cwd: "/project", because: "It needs the network." },
};

const call = { purpose: "attempt", state: "posted", cachedTokens: 0, priceSource: "catalogue" } as const;

export const receipt: ReceiptView = {
  ...{ task: "task-1", prompt: "fix the date tests", workspace: "/project", startedAt: "2026-11-21T10:00:00.000Z" },
  outcome: "proved",
  subtasks: [
    {
      ...{ subtask: "s1", parent: undefined, kind: "fix", title: "fix the date tests", because: "small first" },
      attempts: [
        {
          ...{ attempt: "a1", number: 1, model: "laptop/small", rung: "local", verdict: "refuted", end: "" },
          ...{ because: "2 tests fail.", cost: "0", milliseconds: 900 },
          calls: [
            {
              ...call,
              call: "c1",
              model: "laptop/small",
              cost: "0",
              computed: "0",
              reported: undefined,
              inputTokens: 1200,
              outputTokens: 40,
            },
          ],
        },
        {
          ...{ attempt: "a2", number: 2, model: "host/open", rung: "open", verdict: "proved", end: "" },
          ...{ because: "All tests pass.", cost: "1500000", milliseconds: 65_000 },
          calls: [
            {
              ...call,
              call: "c2",
              model: "host/open",
              cost: "1500000",
              computed: "1400000",
              reported: "1500000",
              inputTokens: 5200,
              outputTokens: 300,
            },
          ],
        },
      ],
    },
  ],
  total: "1500000",
  held: "0",
  frontierEstimate: { model: "vendor/frontier", cost: "42000000" },
};

export const answered: TaskEvent = {
  ...{ type: "task-end", task: "task-1", outcome: { kind: "answered" }, answer: "Yes.", changed: [], receipt },
};

const quote = {
  low: "0",
  likely: "2000000",
  high: "30000000",
  because: "laptop/small first: it is free.",
  models: ["laptop/small", "host/open"],
};

/** A task that the first model fails at and the second one proves. */
export const stepUp: readonly TaskEvent[] = [
  { type: "task-start", task: "task-1", prompt: "fix the date tests", kind: "fix", workspace: "/project", quote },
  {
    ...{ type: "subtask-start", subtask: "s1", parent: undefined, kind: "fix" },
    title: "fix the date tests",
    because: quote.because,
    models: quote.models,
  },
  { type: "attempt-start", subtask: "s1", attempt: "a1", number: 1, model: "laptop/small", rung: "local" },
  { type: "call-start", attempt: "a1", call: "c1", step: 1, model: "laptop/small", held: "0" },
  { type: "thinking-delta", attempt: "a1", text: "The tests name the rule." },
  { type: "text-delta", attempt: "a1", text: "I change `dates.js`." },
  {
    ...{ type: "call-end", attempt: "a1", call: "c1", state: "posted", cost: "0" },
    inputTokens: 1200,
    outputTokens: 40,
    error: undefined,
  },
  { type: "tool-start", attempt: "a1", toolCall: "t1", name: "edit_file", subject: "src/dates.js" },
  {
    ...{ type: "tool-end", attempt: "a1", toolCall: "t1", outcome: "ok", summary: "edited (+1 −1)" },
    diff: "--- a/src/dates.js\n+++ b/src/dates.js\n@@ -1 +1 @@\n-old\n+new\n",
  },
  { type: "check-start", attempt: "a1", check: "npm test" },
  { type: "check-end", attempt: "a1", evidence },
  { type: "roll-back", attempt: "a1", restored: ["src/dates.js"], kept: [] },
  {
    ...{ type: "attempt-end", attempt: "a1", end: "", cost: "0", milliseconds: 900 },
    verdict: { kind: "refuted", because: "2 tests fail.", evidence: [evidence] },
  },
  { type: "escalation", subtask: "s1", from: "laptop/small", to: "host/open", because: "2 tests fail." },
  { type: "attempt-start", subtask: "s1", attempt: "a2", number: 2, model: "host/open", rung: "open" },
  { type: "call-start", attempt: "a2", call: "c2", step: 1, model: "host/open", held: "9000000" },
  { type: "text-delta", attempt: "a2", text: "Done." },
  {
    ...{ type: "call-end", attempt: "a2", call: "c2", state: "posted", cost: "1500000" },
    inputTokens: 5200,
    outputTokens: 300,
    error: undefined,
  },
  {
    ...{ type: "attempt-end", attempt: "a2", end: "", cost: "1500000", milliseconds: 65_000 },
    verdict: { kind: "proved", because: "All tests pass.", evidence: [] },
  },
  {
    type: "subtask-end",
    subtask: "s1",
    verdict: { kind: "proved", because: "All tests pass.", evidence: [] },
    cost: "1500000",
  },
  {
    ...{ type: "task-end", task: "task-1", outcome: { kind: "proved", because: "All tests pass." } },
    answer: "The leap year rule is right now.",
    changed: ["src/dates.js"],
    receipt,
  },
];
