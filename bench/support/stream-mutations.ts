import type { DialectName } from "../../server/models/endpoint.ts";

export type Random = () => number;

/** A recording as the events of its framing; joined they are the recording. */
export interface Recorded {
  readonly dialect: DialectName;
  readonly isStream: boolean;
  readonly events: readonly string[];
}

/** Members that carry nothing of the answer, by dialect; a path ends in the member. */
const unused: Readonly<Record<DialectName, readonly string[]>> = {
  "openai-chat": [
    "id",
    "object",
    "created",
    "system_fingerprint",
    "service_tier",
    "provider",
    "choices.0.index",
    "choices.0.logprobs",
    "choices.0.delta.role",
  ],
  "openai-responses": [
    "sequence_number",
    "logprobs",
    "content_index",
    "obfuscation",
    "output_index",
    "response.tools",
    "response.metadata",
    "response.created_at",
    "response.id",
  ],
  anthropic: ["message.type", "message.role", "message.stop_sequence", "message.content", "delta.stop_sequence"],
  gemini: [
    "responseId",
    "candidates.0.index",
    "candidates.0.content.role",
    "usageMetadata.promptTokensDetails",
    "usageMetadata.totalTokenCount",
  ],
  ollama: ["created_at", "total_duration", "prompt_eval_duration", "eval_duration", "message.role"],
};

/** Events that hosts send twice and that mean the same twice. */
const repeatable: Readonly<Record<DialectName, RegExp>> = {
  "openai-chat": /"delta":\s*\{"role":\s*"assistant",\s*"content":\s*""\}/,
  "openai-responses":
    /"type":\s*"response\.(created|in_progress|output_item\.added|output_text\.done|content_part\.\w+)"/,
  anthropic: /"type":\s*"(message_start|ping|content_block_stop)"/,
  gemini: /^$/,
  ollama: /^$/,
};

/** Changes that no reader may notice. */
export function disguise(recorded: Recorded, random: Random): string {
  let { events } = recorded;
  for (let times = Math.floor(random() * 4); times > 0 && events.length > 0; times--) {
    const at = Math.floor(random() * events.length);
    const event = events[at] ?? "";
    const possible = recorded.isStream ? [...memberChanges, ...framingChanges] : memberChanges;
    const changed = possible[Math.floor(random() * possible.length)]?.(event, recorded.dialect, random) ?? event;
    if (changed !== event) events = events.with(at, changed);
  }
  const text = events.join("");
  const end = recorded.isStream ? (["\n", "\r\n", "\r"][Math.floor(random() * 3)] ?? "\n") : "\n";
  const lines = end === "\n" ? text : text.replaceAll(/\r\n|\r|\n/g, end);
  return random() < 0.2 ? `\uFEFF${lines}` : lines;
}

type Change = (event: string, dialect: DialectName, random: Random) => string;

const memberChanges: readonly Change[] = [
  (event, dialect, random) => onJson(event, (value) => withoutMember(value, pick(unused[dialect], random))),
  (event, _dialect, random) => onJson(event, (value) => withStranger(value, random)),
  (event, _dialect, random) => onText(event, (json) => withDouble(json, random)),
];

const framingChanges: readonly Change[] = [
  (event, dialect) => (repeatable[dialect].test(event) ? event + event : event),
  (event, dialect) => (dialect === "ollama" ? `\n\n${event}` : `: a comment\n\n${event}`),
  (event, dialect) => (dialect === "ollama" || !event.includes("data:") ? event : event.replace(/^event:.*\n/m, "")),
];

/** The JSON of an event, without the framing around it. */
function onText(event: string, change: (json: string) => string): string {
  const found = /^(?:data:\s*)?(\{.*\})\s*$/m.exec(event)?.[1];
  return found === undefined ? event : event.replace(found, () => change(found));
}

function onJson(event: string, change: (value: Record<string, unknown>) => void): string {
  return onText(event, (json) => {
    let value: Record<string, unknown>;
    try {
      value = JSON.parse(json) as Record<string, unknown>;
    } catch {
      return json; // A recording may hold what is no JSON on purpose.
    }
    change(value);
    return JSON.stringify(value);
  });
}

function withoutMember(value: Record<string, unknown>, path: string): void {
  const names = path.split(".");
  let at: unknown = value;
  for (const name of names.slice(0, -1))
    at = typeof at === "object" && at !== null ? (at as Record<string, unknown>)[name] : undefined;
  const last = names.at(-1) ?? "";
  // The place of an event in its reply may be told by either member, not by none.
  if (last === "output_index" && typeof value.item_id !== "string") return;
  if (typeof at === "object" && at !== null) delete (at as Record<string, unknown>)[last];
}

function withStranger(value: Record<string, unknown>, random: Random): void {
  value[`x_${Math.floor(random() * 1e6)}`] = [null, "…", 1, { a: [] }, "👋 </think> <tool_call>"][
    Math.floor(random() * 5)
  ];
}

/** A member that comes twice: the last one counts. */
function withDouble(json: string, random: Random): string {
  const name = /^\{\s*"(\w+)"/.exec(json)?.[1];
  const junk = ["null", '"other"', "[]", "7"][Math.floor(random() * 4)];
  return name === undefined ? json : json.replace("{", `{"${name}":${junk},`);
}

function pick(names: readonly string[], random: Random): string {
  return names[Math.floor(random() * names.length)] ?? "";
}

/** Bytes in pieces that end anywhere, also inside a character. */
export function cutAnywhere(bytes: Uint8Array, random: Random): readonly Uint8Array[] {
  const cuts = Array.from({ length: Math.floor(random() ** 3 * 24) }, () => Math.floor(random() * bytes.length));
  const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
  return places.slice(1).flatMap((end, index) => {
    const start = places[index] ?? 0;
    return end > start ? [bytes.subarray(start, end)] : [];
  });
}
