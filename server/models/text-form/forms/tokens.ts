import { callsInJson, endOfJson, withoutPrefix } from "./json.ts";
import {
  type BlockOutcome,
  brokenCall,
  type Form,
  notJson,
  oneCall,
  plainName,
  skipSpace,
  type WrittenCall,
} from "./outcome.ts";

/** Full-width and ASCII spellings of `<｜tool▁call▁begin｜>`. */
function spellings(words: string): readonly string[] {
  return ["｜", "|"].flatMap((bar) => ["▁", "_"].map((gap) => `<${bar}${words.replaceAll(" ", gap)}${bar}>`));
}

const begins = spellings("tool call begin");
const ends = spellings("tool call end");
const separators = [...spellings("tool sep"), ...spellings("tool call argument begin")];

/**
 * `<｜tool▁call▁begin｜>NAME<｜tool▁sep｜>{…}<｜tool▁call▁end｜>` (DeepSeek V3.1), with `function` before the separator and the
 * name and fenced JSON after it (V3, R1), and with an id behind the name (Kimi).
 */
export const tokenForm: Form = {
  openers: begins,
  closers: [...ends, "}"],
  isControl: true,
  read(text, isWhole) {
    const begin = begins.find((each) => text.startsWith(each))?.length ?? 0;
    const end = firstOf(text, ends, begin);
    const whole = end?.end ?? text.length;
    const separator = firstOf(text, separators, begin);
    if (separator === undefined || separator.start > (end?.start ?? text.length)) {
      if (end === undefined && !isWhole) return { kind: "incomplete", name: undefined };
      return brokenCall(plainName(/^[\s\w.-]*/.exec(text.slice(begin))?.[0] ?? ""), notJson, whole);
    }
    const head = text.slice(begin, separator.start).trim();
    return readBody(text, head, separator.end, isWhole);
  },
};

const namedBody = /\s*([\w.:-]{1,120})[ \t]*\n/y;

function readBody(text: string, head: string, from: number, isWhole: boolean): BlockOutcome {
  namedBody.lastIndex = from;
  const named = head === "function" ? namedBody.exec(text)?.[1] : undefined;
  const name = withoutPrefix(named ?? head).replace(/:\d+$/, "");
  const start = /^\s*(?:```\w*\s*)?/.exec(text.slice(named === undefined ? from : namedBody.lastIndex));
  const json = (named === undefined ? from : namedBody.lastIndex) + (start?.[0].length ?? 0);
  const end = text[json] === "{" ? endOfJson(text, json) : undefined;
  const close = firstOf(text, ends, end ?? json);
  if (close === undefined && !isWhole) return { kind: "incomplete", name };
  const whole = close?.end ?? (end === undefined ? text.length : end);
  if (end === undefined) return brokenCall(plainName(name), notJson, whole);
  return oneCall(name, { kind: "json", text: text.slice(json, end) }, whole);
}

function firstOf(text: string, marks: readonly string[], from: number) {
  const found = marks
    .map((mark) => ({ start: text.indexOf(mark, from), end: text.indexOf(mark, from) + mark.length }))
    .filter(({ start }) => start >= 0);
  return found.toSorted((a, b) => a.start - b.start)[0];
}

const marks = [
  ...["tool calls begin", "tool calls end", "tool calls section begin", "tool calls section end"].flatMap(spellings),
  ...["tool outputs begin", "tool outputs end", "tool output begin", "tool output end"].flatMap(spellings),
  ...spellings("end of sentence"),
  ...ends,
  ...["<|im_end|>", "<|endoftext|>", "<|eot_id|>", "<|eom_id|>", "<tool_call|>", "<channel|>", "</TOOLCALL>"],
];

/** Control tokens around calls and at the end of a turn. They mean nothing here and are never shown. */
export const markForm: Form = {
  openers: marks,
  closers: [],
  isControl: true,
  read: (text) => ({ kind: "mark", end: marks.find((mark) => text.startsWith(mark))?.length ?? 1 }),
};

const argumentMark = /\[CALL_ID\][\w-]*|\[ARGS\]/y;

/** `[TOOL_CALLS][{…}, …]` and `[TOOL_CALLS]NAME[ARGS]{…}` (Mistral), `<|python_tag|>{…}; {…}` (Llama), `<TOOLCALL>[…]` (Nemotron). */
export const listForm: Form = {
  openers: ["[TOOL_CALLS]", "<|python_tag|>", "<TOOLCALL>"],
  closers: ["}", "]"],
  isControl: true,
  read(text, isWhole) {
    const opener = listForm.openers.find((each) => text.startsWith(each)) ?? "";
    const start = skipSpace(text, opener.length);
    const word = /^[A-Za-z_][\w.-]*/.exec(text.slice(start, start + 120))?.[0] ?? "";
    const json = skipMarks(text, start + word.length);
    if (text[json] !== "{" && text[json] !== "[") return noJson(text, word, json, isWhole);
    return word === "" ? readValues(text, json, opener, isWhole) : readNamed(text, word, json);
  },
};

function readNamed(text: string, word: string, json: number): BlockOutcome {
  const end = endOfJson(text, json);
  if (end === undefined) return { kind: "incomplete", name: word };
  return oneCall(withoutPrefix(word), { kind: "json", text: text.slice(json, end) }, end);
}

/** One list, or objects that follow each other; after an object another may still come. */
function readValues(text: string, from: number, opener: string, isWhole: boolean): BlockOutcome {
  const calls: WrittenCall[] = [];
  for (let at = from; ; ) {
    const end = endOfJson(text, at);
    if (end === undefined) return { kind: "incomplete", name: nameIn(text.slice(at, at + 200)) };
    const body = text.slice(at, end);
    const read = callsInJson(body);
    calls.push(...(read ?? [{ kind: "broken", name: plainName(nameIn(body) ?? ""), error: notJson }]));
    const next = end + (/^[\s;,]*/.exec(text.slice(end))?.[0].length ?? 0);
    if (text[at] === "{" && text[next] === "{") at = next;
    else if (text[at] === "{" && next === text.length && !isWhole) return { kind: "incomplete", name: calls[0]?.name };
    else return { kind: "calls", calls, end: withClose(text, end, opener) };
  }
}

function withClose(text: string, end: number, opener: string): number {
  return opener === "<TOOLCALL>" && text.startsWith("</TOOLCALL>", end) ? end + "</TOOLCALL>".length : end;
}

function noJson(text: string, word: string, at: number, isWhole: boolean): BlockOutcome {
  const isOpen = at === text.length || (text[at] === "[" && text.length - at < 60);
  if (!isWhole && isOpen) return { kind: "incomplete", name: word || undefined };
  return brokenCall(plainName(word), notJson, isWhole ? text.length : at);
}

function skipMarks(text: string, from: number): number {
  let at = skipSpace(text, from);
  for (;;) {
    argumentMark.lastIndex = at;
    const match = argumentMark.exec(text);
    if (match === null) return at;
    at = skipSpace(text, at + match[0].length);
  }
}

function nameIn(text: string): string | undefined {
  return /"name"\s*:\s*"([^"\\]{1,120})"/.exec(text)?.[1];
}
