import type { ReceiptView, TaskEvent, TaskOutcome, VerdictView } from "../../server/protocol/events.ts";

export const receipt: ReceiptView = {
  task: "task-aaaa111111",
  prompt: "fix the date tests",
  workspace: "/repo",
  startedAt: "2026-01-02T03:04:05.000Z",
  outcome: "proved",
  subtasks: [
    {
      subtask: "subtask-1",
      parent: undefined,
      kind: "fix",
      title: "fix the date tests",
      because: "local first: it is free and proves four of five fixes",
      attempts: [
        {
          attempt: "attempt-1",
          number: 1,
          model: "ollama/small",
          rung: "local",
          verdict: "refuted",
          end: "claims-done",
          because: "1 test still fails",
          cost: "0",
          milliseconds: 12_000,
          calls: [],
        },
        {
          attempt: "attempt-2",
          number: 2,
          model: "host/larger",
          rung: "open",
          verdict: "proved",
          end: "claims-done",
          because: "12 tests pass, 2 of them failed before",
          cost: "4200001",
          milliseconds: 65_000,
          calls: [
            {
              call: "call-1",
              model: "host/larger",
              purpose: "step",
              state: "posted",
              cost: "4200001",
              computed: "4200000",
              reported: "4200001",
              inputTokens: 5100,
              cachedTokens: 400,
              outputTokens: 310,
              priceSource: "genai-prices",
            },
          ],
        },
      ],
    },
  ],
  total: "4200001",
  held: "0",
  frontierEstimate: { model: "vendor/frontier", cost: "123456789" },
};

const refuted: VerdictView = { kind: "refuted", because: "1 test still fails", evidence: [] };
const proved: VerdictView = { kind: "proved", because: "12 tests pass, 2 of them failed before", evidence: [] };

/** A refuted local attempt, then a proved one on the open rung, with every sort of event that a view folds. */
export function twoAttempts(
  outcome: TaskOutcome = { kind: "proved", because: "12 tests pass, 2 of them failed before." },
): readonly TaskEvent[] {
  const before = { posted: "0", held: "9000000" };
  return [
    {
      type: "task-start",
      task: receipt.task,
      prompt: receipt.prompt,
      kind: "fix",
      workspace: "/repo",
      quote: {
        low: "0",
        likely: "4000000",
        high: "90000000",
        because: "local first: it is free and proves four of five fixes",
        models: ["ollama/small", "host/larger"],
      },
    },
    { type: "check-start", attempt: undefined, check: "npm test" },
    {
      type: "check-end",
      attempt: undefined,
      evidence: { check: "npm test", outcome: "failed", summary: "2 of 12 tests fail", detail: "", milliseconds: 900 },
    },
    {
      type: "subtask-start",
      subtask: "subtask-1",
      parent: undefined,
      kind: "fix",
      title: "fix the date tests",
      because: "local first",
      models: ["ollama/small", "host/larger"],
    },
    {
      type: "attempt-start",
      subtask: "subtask-1",
      attempt: "attempt-1",
      number: 1,
      model: "ollama/small",
      rung: "local",
    },
    { type: "call-start", attempt: "attempt-1", call: "call-0", step: 1, model: "ollama/small", held: "0" },
    { type: "model-loading", attempt: "attempt-1", model: "ollama/small" },
    { type: "thinking-delta", attempt: "attempt-1", text: "hm" },
    { type: "text-delta", attempt: "attempt-1", text: "I will read the file.\nThen edit it." },
    {
      type: "call-end",
      attempt: "attempt-1",
      call: "call-0",
      state: "posted",
      cost: before.posted,
      inputTokens: 900,
      outputTokens: 40,
      error: undefined,
    },
    { type: "tool-start", attempt: "attempt-1", toolCall: "tool-1", name: "read_file", subject: "src/dates.ts" },
    { type: "tool-end", attempt: "attempt-1", toolCall: "tool-1", outcome: "ok", summary: "40 lines", diff: undefined },
    { type: "check-start", attempt: "attempt-1", check: "npm test" },
    {
      type: "check-end",
      attempt: "attempt-1",
      evidence: { check: "npm test", outcome: "failed", summary: "1 of 12 tests fails", detail: "", milliseconds: 900 },
    },
    { type: "roll-back", attempt: "attempt-1", restored: ["src/dates.ts"], kept: [] },
    {
      type: "attempt-end",
      attempt: "attempt-1",
      end: "claims-done",
      verdict: refuted,
      cost: "0",
      milliseconds: 12_000,
    },
    {
      type: "escalation",
      subtask: "subtask-1",
      from: "ollama/small",
      to: "host/larger",
      because: "1 test still fails",
    },
    {
      type: "attempt-start",
      subtask: "subtask-1",
      attempt: "attempt-2",
      number: 2,
      model: "host/larger",
      rung: "open",
    },
    { type: "call-start", attempt: "attempt-2", call: "call-1", step: 1, model: "host/larger", held: before.held },
    { type: "retry", attempt: "attempt-2", waitMs: 500, because: "the host is overloaded" },
    { type: "text-delta", attempt: "attempt-2", text: "The month is off by one." },
    {
      type: "call-end",
      attempt: "attempt-2",
      call: "call-1",
      state: "posted",
      cost: "4200001",
      inputTokens: 5100,
      outputTokens: 310,
      error: undefined,
    },
    { type: "tool-start", attempt: "attempt-2", toolCall: "tool-2", name: "edit_file", subject: "src/dates.ts" },
    { type: "tool-end", attempt: "attempt-2", toolCall: "tool-2", outcome: "ok", summary: "edited", diff: "-a\n+b" },
    {
      type: "attempt-end",
      attempt: "attempt-2",
      end: "claims-done",
      verdict: proved,
      cost: "4200001",
      milliseconds: 65_000,
    },
    { type: "subtask-end", subtask: "subtask-1", verdict: proved, cost: "4200001" },
    { type: "budget-warning", message: "80 % of the budget of a day is spent." },
    taskEnd(outcome),
  ];
}

export function taskEnd(outcome: TaskOutcome): Extract<TaskEvent, { type: "task-end" }> {
  return {
    type: "task-end",
    task: receipt.task,
    outcome,
    answer: "The month was off by one.",
    changed: ["src/dates.ts"],
    receipt: { ...receipt, outcome: outcome.kind },
  };
}
