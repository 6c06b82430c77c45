import { type BlockOutcome, brokenCall, type Form, oneCall, plainName, skipSpace } from "./outcome.ts";

const open = "<|tool_call>";
const close = "<tool_call|>";
const quote = '<|"|>';

/** `<|tool_call>call:NAME{key:<|"|>text<|"|>,other:42}<tool_call|>`, as Gemma writes it. */
export const gemmaForm: Form = {
  openers: [open],
  closers: [close, "}"],
  isControl: true,
  read(text, isWhole) {
    const end = text.indexOf(close);
    if (end < 0 && !isWhole) return { kind: "incomplete", name: nameIn(text) };
    const whole = end < 0 ? text.length : end + close.length;
    const name = nameIn(text);
    const brace = text.indexOf("{");
    const value =
      name === undefined || brace < 0 ? undefined : readValue(text.slice(0, end < 0 ? undefined : end), brace);
    if (name === undefined || value === undefined) return unread(name, whole);
    return oneCall(name, { kind: "json", text: JSON.stringify(value.value) }, whole);
  },
};

function nameIn(text: string): string | undefined {
  return /^\s*call:\s*([\w.-]{1,120})\s*\{/.exec(text.slice(open.length, open.length + 160))?.[1];
}

function unread(name: string | undefined, end: number): BlockOutcome {
  return brokenCall(plainName(name ?? ""), "The arguments can't be read. Send the call again.", end);
}

interface Read {
  readonly value: unknown;
  readonly end: number;
}

function readValue(text: string, from: number): Read | undefined {
  const at = skipSpace(text, from);
  if (text.startsWith(quote, at)) return readQuoted(text, at);
  if (text[at] === "{") return readMembers(text, at);
  if (text[at] === "[") return readItems(text, at);
  const literal = /^(?:"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)/.exec(text.slice(at))?.[0];
  return literal === undefined ? undefined : { value: JSON.parse(literal), end: at + literal.length };
}

/** A text may hold its own quotes, but not the mark of its end. */
function readQuoted(text: string, at: number): Read | undefined {
  const end = text.indexOf(quote, at + quote.length);
  return end < 0 ? undefined : { value: text.slice(at + quote.length, end), end: end + quote.length };
}

function readMembers(text: string, from: number): Read | undefined {
  const members: [string, unknown][] = [];
  let at = skipSpace(text, from + 1);
  while (text[at] !== "}") {
    const key = /^(?:<\|"\|>([^<]*)<\|"\|>|"([^"\\]*)"|([\w.$-]+))\s*:/.exec(text.slice(at));
    if (key === null) return undefined;
    const value = readValue(text, at + key[0].length);
    if (value === undefined) return undefined;
    members.push([key[1] ?? key[2] ?? key[3] ?? "", value.value]);
    at = skipSpace(text, value.end);
    if (text[at] === ",") at = skipSpace(text, at + 1);
    else if (text[at] !== "}") return undefined;
  }
  return { value: Object.fromEntries(members), end: at + 1 };
}

function readItems(text: string, from: number): Read | undefined {
  const items: unknown[] = [];
  let at = skipSpace(text, from + 1);
  while (text[at] !== "]") {
    const value = readValue(text, at);
    if (value === undefined) return undefined;
    items.push(value.value);
    at = skipSpace(text, value.end);
    if (text[at] === ",") at = skipSpace(text, at + 1);
    else if (text[at] !== "]") return undefined;
  }
  return { value: items, end: at + 1 };
}
