import { z } from "zod";
import type { ReadConversation, ToolText } from "./conversation.ts";
import { type Answer, argumentsText, type Dialect, type Frame, piece, reported, split, structure } from "./dialect.ts";
import { RawJson, toJson } from "./raw-json.ts";
import { bytesOf } from "./tokens.ts";

const part = z.looseObject({
  text: z.string().optional(),
  functionCall: z.looseObject({ id: z.string().optional(), name: z.string(), args: z.unknown() }).optional(),
  functionResponse: z
    .looseObject({
      name: z.string(),
      response: z.looseObject({ output: z.string().optional(), error: z.string().optional() }),
    })
    .optional(),
  thoughtSignature: z.string().optional(),
});
const content = z.looseObject({ role: z.enum(["user", "model"]), parts: z.array(part).min(1) });
type Content = z.infer<typeof content>;

const request = z.looseObject({
  systemInstruction: z.looseObject({ parts: z.array(part) }).optional(),
  contents: z.array(content).min(1),
  tools: z.array(z.looseObject({ functionDeclarations: z.array(z.unknown()) })).optional(),
  generationConfig: z.looseObject({ maxOutputTokens: z.number().optional() }).optional(),
});

const statuses: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  503: "UNAVAILABLE",
};

export const gemini: Dialect = {
  name: "gemini",
  contentType: "text/event-stream",
  read,
  frames,
  errorBody: (code, message) => JSON.stringify({ error: { code, message, status: statuses[code] ?? "UNKNOWN" } }),
  errorFrame: (message) => event({ error: { code: 500, message, status: "INTERNAL" } }),
};

function read(body: unknown, path: string): ReadConversation {
  const parsed = request.safeParse(body);
  if (!parsed.success) return { kind: "bad-request", message: z.prettifyError(parsed.error) };
  const { contents, systemInstruction, tools, generationConfig } = parsed.data;
  const wire = [systemInstruction ?? "", ...(tools ?? []), ...contents].map((each) => JSON.stringify(each)).join("");
  return {
    kind: "conversation",
    conversation: {
      dialect: "gemini",
      model: decodeURIComponent(/\/models\/([^/:]+):/.exec(path)?.[1] ?? ""),
      system: textOf(systemInstruction?.parts ?? []),
      prompt: textOf(contents.find(({ role }) => role === "user")?.parts ?? []),
      turn: contents.filter(({ role }) => role === "model").length + 1,
      lastTools: lastTools(contents),
      offersTools: (tools ?? []).length > 0,
      wantsUsage: true,
      streams: /alt=sse/.test(path),
      maxOutput: generationConfig?.maxOutputTokens,
      wire,
      cacheable: wire.length,
      cacheFor1h: false,
      contextSize: undefined,
      mayTruncate: false,
      mistake: mistake(contents),
    },
  };
}

function textOf(parts: Content["parts"]): string {
  return parts.map(({ text }) => text ?? "").join("");
}

function lastTools(contents: readonly Content[]): readonly ToolText[] {
  const last = contents.at(-1);
  if (last === undefined || !contents.some(({ role }) => role === "model")) return [];
  return last.parts.map(({ text, functionResponse: given }) => ({
    name: given?.name ?? "",
    text: given?.response.output ?? given?.response.error ?? text ?? "",
  }));
}

/** The roles take turns, each call has a response, and the first call of a turn carries its signature. */
function mistake(contents: readonly Content[]): string | undefined {
  for (const [index, { role, parts }] of contents.entries()) {
    const next = contents[index + 1];
    if (next?.role === role) return "The roles must take turns.";
    const calls = parts.filter(({ functionCall }) => functionCall !== undefined);
    const responses = (next?.parts ?? []).filter(({ functionResponse }) => functionResponse !== undefined);
    if (calls.length > 0 && calls.length !== responses.length) {
      return "The number of function response parts must equal that of the function call parts.";
    }
    if (calls.length > 0 && calls[0]?.thoughtSignature === undefined) {
      return `Function call ${calls[0]?.functionCall?.name} is missing a thought_signature.`;
    }
  }
  return undefined;
}

function event(value: unknown): string {
  return `data: ${toJson(value)}\r\n\r\n`;
}

function frames(answer: Answer): readonly Frame[] {
  const { turn } = answer;
  const base = { modelVersion: answer.model, responseId: answer.id };
  const chunk = (given: Record<string, unknown>, finishReason?: string) =>
    event({
      candidates: [{ content: { parts: [given], role: "model" }, index: 0, ...(finishReason ? { finishReason } : {}) }],
      ...base,
    });
  const pieces = (text: string, more: Record<string, unknown>) =>
    split(text, turn).map((each) => piece(chunk({ text: each, ...more }), bytesOf(each)));
  const calls = (turn.calls ?? []).map((call, index) => {
    const functionCall = { name: call.name, args: new RawJson(argumentsText(call)) };
    const signature = index === 0 ? { thoughtSignature: `scripted-${answer.id}` } : {};
    return piece(chunk({ functionCall, ...signature }), bytesOf(call.name + argumentsText(call)));
  });
  const reason = { stop: "STOP", "tool-calls": "STOP", length: "MAX_TOKENS", refusal: "SAFETY" }[answer.finish];
  const end = {
    candidates: [{ content: { parts: [{ text: "" }], role: "model" }, finishReason: reason, index: 0 }],
    ...usage(answer),
    ...base,
  };
  return [
    ...pieces(turn.thinking ?? "", { thought: true }),
    ...pieces((turn.text ?? "") + (turn.refusal ?? ""), {}),
    ...calls,
    { ...structure(event(end)), isEnd: true, carriesUsage: true },
  ];
}

/** Thoughts stand beside the candidates, and the prompt includes what was cached. */
function usage({ usage: counted, report }: Answer): Record<string, unknown> {
  if (report === "missing") return {};
  const prompt = counted.uncached + counted.cacheRead + counted.cacheWrite;
  return {
    usageMetadata: {
      promptTokenCount: reported(prompt, report),
      ...(counted.cacheRead > 0 ? { cachedContentTokenCount: counted.cacheRead } : {}),
      candidatesTokenCount: reported(counted.output - counted.reasoning, report),
      thoughtsTokenCount: counted.reasoning,
      totalTokenCount: reported(prompt + counted.output, report),
    },
  };
}
