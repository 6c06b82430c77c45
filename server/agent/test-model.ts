import type { ChatRequest, ToolSpec } from "../models/chat.ts";
import type { ServedModel } from "../models/endpoint.ts";
import type { ModelTestView } from "../protocol/requests.ts";
import { type NanoUsd, nano, noMoney, usdText } from "../spend/money.ts";
import { type MeteredChat, type MeteredReply, meter } from "./metered-chat.ts";
import { newId } from "./new-id.ts";
import type { Parts } from "./parts.ts";

type Check = ModelTestView["checks"][number];

/** Reasoning models think before they say even one word. */
const mostOutput = 2_048;

const tool: ToolSpec = {
  name: "report_ready",
  description: "Reports that you are ready.",
  parameters: {
    type: "object",
    properties: { word: { type: "string", description: "The word that you were given." } },
    required: ["word"],
    additionalProperties: false,
  },
};

/**
 * Two small calls that show whether a model answers and calls a tool. Each is reserved and booked like any other, as a task of
 * kind `ask`; the router learns nothing from it. Throws `LedgerError` when the ledger can't be written: then nothing was sent.
 */
export async function testModel(
  target: ServedModel,
  workspace: string,
  parts: Parts,
  signal: AbortSignal,
): Promise<ModelTestView> {
  const startedAt = parts.clock();
  const { spend } = parts;
  const task = newId("task");
  const subtask = newId("subtask");
  const attempt = newId("attempt");
  const title = `Test of ${target.id}`;
  const { preference } = parts.configuration;
  spend.startTask({ task, prompt: title, kind: "ask", workspace, preference });
  const because = "the user tests this model";
  spend.startSubtask({ subtask, task, parent: undefined, kind: "ask", title, because, limit: undefined });
  spend.startAttempt({ attempt, subtask, number: 1, model: target.id, rung: rungOf(target.id, parts) });
  const calls = new TestCalls(meter(parts.chat, spend, parts.priceOf), target, { task, subtask, attempt }, signal);
  const checks = (await checksOf(target, parts, calls)).map((check) => ({
    ...check,
    message: parts.clean(check.message),
  }));
  const failure = checks.find(({ outcome }) => outcome === "failed");
  const end = signal.aborted ? "cancelled" : failure === undefined ? "answered" : "failed";
  spend.endAttempt(attempt, { end, verdict: undefined, because: failure?.message ?? "", evidence: "[]" });
  spend.endSubtask(subtask, undefined);
  spend.endTask(task, end);
  return {
    model: target.id,
    checks,
    cost: String(calls.cost),
    milliseconds: Math.max(0, Math.round(parts.clock() - startedAt)),
  };
}

function rungOf(model: string, { configuration }: Parts): string {
  return configuration.rungs.find(({ models }) => models.includes(model))?.name ?? "";
}

async function checksOf(target: ServedModel, parts: Parts, calls: TestCalls): Promise<readonly Check[]> {
  const price = priceCheck(target, parts);
  if (price.outcome === "failed") return [skipped("chat", noPrice), skipped("tools", noPrice), price];
  const chat = await calls.chat();
  const tools =
    chat.outcome === "ok" ? await calls.tools() : skipped("tools", "Not tried, because chat does not work.");
  return [chat, tools, price];
}

const noPrice = "Not tried: without a known price no call is made.";

function skipped(check: Check["check"], message: string): Check {
  return { check, outcome: "skipped", message };
}

function priceCheck(target: ServedModel, { priceOf }: Parts): Check {
  const price = priceOf(target);
  switch (price.kind) {
    case "free":
      return { check: "price", outcome: "ok", message: `Free: ${price.source}.` };
    case "priced": {
      const { input, output } = price.rates;
      const rates = `$${usdText(input.base)} in and $${usdText(output.base)} out per million tokens`;
      return { check: "price", outcome: "ok", message: `${rates} (${price.source}).` };
    }
    case "unknown":
      return {
        check: "price",
        outcome: "failed",
        message: `Its price is not known, so calls are refused: ${price.because} Give a price, or declare the model free.`,
      };
  }
}

class TestCalls {
  readonly #chat: MeteredChat;
  readonly #target: ServedModel;
  readonly #place: { readonly task: string; readonly subtask: string; readonly attempt: string };
  readonly #signal: AbortSignal;
  cost: NanoUsd = noMoney;

  constructor(
    chat: MeteredChat,
    target: ServedModel,
    place: { readonly task: string; readonly subtask: string; readonly attempt: string },
    signal: AbortSignal,
  ) {
    this.#chat = chat;
    this.#target = target;
    this.#place = place;
    this.#signal = signal;
  }

  async chat(): Promise<Check> {
    const reply = await this.#ask("test of chat", "Answer with the one word: ready", []);
    if (reply.kind !== "done") return { check: "chat", outcome: "failed", message: whyNot(reply) };
    const said = reply.message.text.trim() !== "" || reply.message.thinking.length > 0;
    return said
      ? { check: "chat", outcome: "ok", message: "It answers." }
      : { check: "chat", outcome: "failed", message: "It answers with nothing; choose another model or host." };
  }

  async tools(): Promise<Check> {
    const reply = await this.#ask("test of tools", 'Call the tool report_ready with the word "ready".', [tool]);
    if (reply.kind !== "done")
      return { check: "tools", outcome: "failed", message: `${whyNot(reply)}${this.#inText()}` };
    const call = reply.message.toolCalls.find(({ name }) => name === tool.name);
    if (call !== undefined && call.argumentsError === undefined) {
      const how = this.#target.abilities.tools ? "It calls tools." : "It calls tools in their text form.";
      return { check: "tools", outcome: "ok", message: how };
    }
    const what =
      call === undefined ? "It called no tool, so it can only answer questions" : "It wrote a broken tool call";
    return {
      check: "tools",
      outcome: "failed",
      message: `${what}; choose another model for editing.${this.#inText()}`,
    };
  }

  #inText(): string {
    return this.#target.abilities.tools ? ' Or set "tools": false for it, and tools are called in a text form.' : "";
  }

  async #ask(purpose: string, text: string, tools: readonly ToolSpec[]): Promise<MeteredReply> {
    const request: ChatRequest = {
      callId: newId("call"),
      target: this.#target,
      system: "You are being tested. Do exactly what is asked, in as few words as possible.",
      messages: [{ role: "user", text }],
      tools,
      maxOutputTokens: Math.min(mostOutput, this.#target.maxOutput),
    };
    const reply = this.#chat({ ...request, booking: { ...this.#place, purpose } }, this.#signal);
    for (;;) {
      const next = await reply.next();
      if (next.done) return next.value;
      if (next.value.type === "call-end") this.cost = nano(this.cost + next.value.settled.cost);
    }
  }
}

function whyNot(reply: Exclude<MeteredReply, { kind: "done" }>): string {
  switch (reply.kind) {
    case "failed":
      return reply.error.message;
    case "refused":
      return reply.refusal.message;
    case "cancelled":
      return "The test was cancelled.";
  }
}
