import { z } from "zod";
import { pairingMistake, type ReadConversation, type ToolText } from "./conversation.ts";
import {
  type Answer,
  argumentsText,
  type Dialect,
  type Frame,
  piece,
  reported,
  split,
  structure,
  usageMember,
} from "./dialect.ts";
import { openaiChat } from "./openai-chat.ts";
import { toJson } from "./raw-json.ts";
import { bytesOf } from "./tokens.ts";

const content = z.union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))]);
const item = z.looseObject({
  type: z.string().optional(),
  role: z.string().optional(),
  content: content.optional(),
  id: z.string().optional(),
  call_id: z.string().optional(),
  name: z.string().optional(),
  arguments: z.string().optional(),
  output: z.string().optional(),
  encrypted_content: z.string().optional(),
});
type Item = z.infer<typeof item>;

const request = z.looseObject({
  model: z.string(),
  stream: z.boolean().optional(),
  store: z.boolean().optional(),
  include: z.array(z.string()).optional(),
  instructions: z.string().nullish(),
  input: z.union([z.string().transform((text): Item[] => [{ role: "user", content: text }]), z.array(item)]),
  max_output_tokens: z.number().nullish(),
  tools: z.array(z.looseObject({ type: z.literal("function"), name: z.string() })).nullish(),
});

export const openaiResponses: Dialect = {
  name: "openai-responses",
  contentType: "text/event-stream; charset=utf-8",
  read,
  frames,
  errorBody: openaiChat.errorBody,
  errorFrame: (message) =>
    event({ type: "error", sequence_number: 99, error: { type: "server_error", code: "server_error", message } }),
};

function read(body: unknown): ReadConversation {
  const parsed = request.safeParse(body);
  if (!parsed.success) return { kind: "bad-request", message: z.prettifyError(parsed.error) };
  const { model, input, tools, ...rest } = parsed.data;
  const wire = [rest.instructions ?? "", ...(tools ?? []), ...input].map((part) => JSON.stringify(part)).join("");
  return {
    kind: "conversation",
    conversation: {
      dialect: "openai-responses",
      model,
      system: rest.instructions ?? "",
      prompt: textOf(input.find(({ role }) => role === "user")),
      turn: turns(input).length + 1,
      lastTools: lastTools(input),
      offersTools: (tools ?? []).length > 0,
      wantsUsage: true,
      streams: rest.stream === true,
      maxOutput: rest.max_output_tokens ?? undefined,
      wire,
      cacheable: wire.length,
      cacheFor1h: false,
      contextSize: undefined,
      mayTruncate: false,
      mistake: mistake(input, rest.store === false),
    },
  };
}

function textOf(part: Item | undefined): string {
  const value = part?.content ?? part?.output ?? "";
  return typeof value === "string" ? value : value.map((each) => each.text ?? "").join("");
}

function isAnswer({ type, role }: Item): boolean {
  return role === "assistant" || type === "reasoning" || type === "function_call";
}

/** Runs of items that the model wrote. */
function turns(input: readonly Item[]): readonly number[] {
  return input.flatMap((each, index) => (isAnswer(each) && !isAnswer(input[index + 1] ?? {}) ? [index] : []));
}

function lastTools(input: readonly Item[]): readonly ToolText[] {
  const last = turns(input).at(-1);
  if (last === undefined) return [];
  return input.slice(last + 1).map((each) => ({
    name: input.find(({ type, call_id: id }) => type === "function_call" && id === each.call_id)?.name ?? "",
    text: textOf(each),
  }));
}

function mistake(input: readonly Item[], isStateless: boolean): string | undefined {
  const ids = (wanted: string) => input.flatMap(({ type, call_id: id }) => (type === wanted && id ? [id] : []));
  const found = pairingMistake(ids("function_call"), ids("function_call_output"));
  if (found !== undefined) return found;
  for (const [index, each] of input.entries()) {
    if (each.type !== "reasoning") continue;
    if (isStateless && each.encrypted_content === undefined) return `Item with id '${each.id}' not found.`;
    if (!isAnswer(input[index + 1] ?? {})) return `Item '${each.id}' of type 'reasoning' has no following item.`;
  }
  return undefined;
}

let sequence = 0;

function event(value: { readonly type: string } & Record<string, unknown>): string {
  sequence++;
  return `event: ${value.type}\ndata: ${toJson({ ...value, sequence_number: value.sequence_number ?? sequence })}\n\n`;
}

function emptied(part: object): object {
  return { ...part, ...("refusal" in part ? { refusal: "" } : { text: "" }) };
}

interface OutgoingItem {
  readonly item: Record<string, unknown>;
  readonly done: Record<string, unknown>;
  /** What holds the text inside the item, if anything does. */
  readonly part?: { readonly type: string; readonly place: object; readonly empty: object };
  readonly delta: string;
  readonly texts: readonly string[];
}

function items({ turn, id }: Answer): readonly OutgoingItem[] {
  const result: OutgoingItem[] = [];
  if (turn.thinking !== undefined) {
    const start = { id: `rs_${id}`, type: "reasoning", summary: [] };
    const summary = [{ type: "summary_text", text: turn.thinking }];
    result.push({
      item: start,
      done: { ...start, summary, encrypted_content: `scripted-${id}` },
      part: {
        type: "response.reasoning_summary_part",
        place: { summary_index: 0 },
        empty: { type: "summary_text", text: "" },
      },
      delta: "response.reasoning_summary_text.delta",
      texts: split(turn.thinking, turn),
    });
  }
  for (const [kind, text] of [
    ["output_text", turn.text],
    ["refusal", turn.refusal],
  ] as const) {
    if (text === undefined || text === "") continue;
    const start = { id: `msg_${id}_${kind}`, type: "message", role: "assistant", content: [] };
    const part = kind === "refusal" ? { type: kind, refusal: text } : { type: kind, text, annotations: [] };
    result.push({
      item: start,
      done: { ...start, content: [part] },
      part: { type: "response.content_part", place: { content_index: 0 }, empty: emptied(part) },
      delta: `response.${kind}.delta`,
      texts: split(text, turn),
    });
  }
  for (const [index, call] of (turn.calls ?? []).entries()) {
    const start = { id: `fc_${id}_${index}`, type: "function_call", call_id: `call_${id}_${index}`, name: call.name };
    result.push({
      item: { ...start, arguments: "" },
      done: { ...start, arguments: argumentsText(call) },
      delta: "response.function_call_arguments.delta",
      texts: split(argumentsText(call), turn),
    });
  }
  return result;
}

function frames(answer: Answer): readonly Frame[] {
  const outgoing = items(answer);
  const base = { id: `resp_${answer.id}`, object: "response", model: answer.model, error: null };
  const isCut = answer.finish === "length";
  const response = {
    ...base,
    status: isCut ? "incomplete" : "completed",
    incomplete_details: isCut ? { reason: "max_output_tokens" } : null,
    output: outgoing.map(({ done }) => done),
    ...usageMember(counts(answer), answer.report),
  };
  const start = { ...base, status: "in_progress", incomplete_details: null, output: [], usage: null };
  return [
    structure(event({ type: "response.created", response: start })),
    ...outgoing.flatMap((each, index) => itemFrames(each, index)),
    { ...structure(event({ type: `response.${response.status}`, response })), isEnd: true, carriesUsage: true },
  ];
}

function itemFrames({ item: added, done, part, delta, texts }: OutgoingItem, index: number): Frame[] {
  const place = { item_id: added.id, output_index: index, ...part?.place };
  return [
    structure(event({ type: "response.output_item.added", output_index: index, item: added })),
    ...(part === undefined ? [] : [structure(event({ type: `${part.type}.added`, ...place, part: part.empty }))]),
    ...texts.map((text) => piece(event({ type: delta, ...place, delta: text }), bytesOf(text))),
    structure(event({ type: "response.output_item.done", output_index: index, item: done })),
  ];
}

function counts({ usage, report }: Answer): Record<string, unknown> {
  const input = usage.uncached + usage.cacheRead + usage.cacheWrite;
  return {
    input_tokens: reported(input, report),
    input_tokens_details: { cached_tokens: usage.cacheRead },
    output_tokens: reported(usage.output, report),
    output_tokens_details: { reasoning_tokens: usage.reasoning },
    total_tokens: reported(input + usage.output, report),
  };
}
