/**
 * What a model may write for a call. The first form is the one it is told; the others are what models are trained on and
 * fall back to.
 *
 *     <tool name="NAME"> <arg name="KEY">VALUE</arg> … </tool>
 *     <function=NAME> <parameter=KEY>VALUE</parameter> … </function>        inside <tool_call>…</tool_call> or alone
 *     <tool_call>{"name": "NAME", "arguments": {…}}</tool_call>
 *
 * A value is raw text without escapes. It ends at the closing tag behind which the next argument or the end of the call
 * follows, so it may hold a closing tag of its own. One line break at its beginning and one at its end belong to the tags.
 */
export const openers = ["<tool name=", "<tool_call>", "<function="] as const;

export type BlockOutcome =
  | { readonly kind: "call"; readonly name: string; readonly values: Values; readonly end: number }
  /** A call of which the arguments can't be read. `error` is a sentence for the model. */
  | { readonly kind: "broken"; readonly name: string; readonly error: string; readonly end: number }
  | { readonly kind: "incomplete"; readonly name: string | undefined }
  | { readonly kind: "no-call" };

export type Values =
  /** Raw texts in the order in which they came; a key may come twice. */
  | { readonly kind: "texts"; readonly entries: readonly (readonly [string, string])[] }
  | { readonly kind: "json"; readonly text: string };

interface Form {
  readonly head: RegExp;
  readonly argument: RegExp;
  readonly valueEnd: RegExp;
  readonly close: string;
}

const told: Form = {
  head: /<tool name=["']?([^"'<>\n]{1,120})["']?\s*>/y,
  argument: /<arg name=["']?([^"'<>\n]{1,120})["']?\s*>/y,
  valueEnd: /<\/arg>(?=\s*(?:<arg name=|<\/tool>))/g,
  close: "</tool>",
};
const trained: Form = {
  head: /<function=([^<>\n]{1,120})>/y,
  argument: /<parameter=([^<>\n]{1,120})>/y,
  valueEnd: /<\/parameter>(?=\s*(?:<parameter=|<\/function>))/g,
  close: "</function>",
};
const wrapper = { open: "<tool_call>", close: "</tool_call>" };
const longestHead = 160;

/** Reads the call at the beginning of `text`, which starts with one of `openers`. */
export function readBlock(text: string): BlockOutcome {
  if (text.startsWith("<tool name=")) return readTagged(text, 0, told);
  if (text.startsWith("<function=")) return readTagged(text, 0, trained);
  const start = skipSpace(text, wrapper.open.length);
  if (start === text.length) return { kind: "incomplete", name: undefined };
  if (text[start] === "{") return readJson(text, start);
  const rest = text.slice(start, start + "<function=".length);
  if (!"<function=".startsWith(rest)) return { kind: "no-call" };
  if (rest !== "<function=") return { kind: "incomplete", name: undefined };
  return withWrapperEnd(text, readTagged(text, start, trained));
}

/** Where the text could end a call: worth reading again only when one of these is new. */
export const closers = [told.close, trained.close, wrapper.close] as const;

function readTagged(text: string, start: number, form: Form): BlockOutcome {
  const head = matchAt(form.head, text, start);
  if (head === undefined) {
    const isShort = text.length - start < longestHead && !text.slice(start, start + longestHead).includes("\n");
    return isShort && !text.includes(">", start) ? { kind: "incomplete", name: undefined } : { kind: "no-call" };
  }
  const name = head.name.trim();
  const entries: [string, string][] = [];
  for (let at = skipSpace(text, head.end); ; at = skipSpace(text, at)) {
    if (text.startsWith(form.close, at)) {
      return { kind: "call", name, values: { kind: "texts", entries }, end: at + form.close.length };
    }
    const argument = matchAt(form.argument, text, at);
    if (argument === undefined) return readStray(text, at, name, form, entries.length === 0);
    const value = valueAt(text, argument.end, form.valueEnd);
    if (value === undefined) return { kind: "incomplete", name };
    entries.push([argument.name.trim(), value.text]);
    at = value.end;
  }
}

/** Something between the arguments. Alone, it may be the arguments as JSON. */
function readStray(text: string, at: number, name: string, form: Form, isAlone: boolean): BlockOutcome {
  const close = text.indexOf(form.close, at);
  if (close < 0) return { kind: "incomplete", name };
  const end = close + form.close.length;
  const body = text.slice(at, close).trim();
  if (isAlone && body.startsWith("{")) return { kind: "call", name, values: { kind: "json", text: body }, end };
  const error =
    "The arguments can't be read: write each one in its own tags and nothing between them. Send the call again.";
  return { kind: "broken", name, error, end };
}

function valueAt(
  text: string,
  start: number,
  valueEnd: RegExp,
): { readonly text: string; readonly end: number } | undefined {
  valueEnd.lastIndex = start;
  const match = valueEnd.exec(text);
  if (match === null) return undefined;
  const raw = text.slice(start, match.index);
  const value = /^\r?\n/.test(raw) ? raw.replace(/^\r?\n/, "").replace(/\r?\n$/, "") : raw;
  return { text: value, end: match.index + match[0].length };
}

const named = /^\{\s*"name"\s*:\s*"([^"\\]{1,120})"/;

function readJson(text: string, start: number): BlockOutcome {
  const name = named.exec(text.slice(start, start + 200))?.[1];
  for (let close = text.indexOf(wrapper.close, start); close >= 0; close = text.indexOf(wrapper.close, close + 1)) {
    const call = callInJson(text.slice(start, close));
    if (call !== undefined) return { kind: "call", ...call, end: close + wrapper.close.length };
  }
  return { kind: "incomplete", name };
}

/** At the end of a reply a call whose JSON is whole needs no closing tag. */
export function readUnclosedJson(text: string): BlockOutcome | undefined {
  const start = skipSpace(text, wrapper.open.length);
  if (!text.startsWith(wrapper.open) || text[start] !== "{") return undefined;
  const call = callInJson(text.slice(start));
  return call === undefined ? undefined : { kind: "call", ...call, end: text.length };
}

function callInJson(text: string): { readonly name: string; readonly values: Values } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // The closing tag may stand inside a string; a later one may end the call.
  }
  if (typeof value !== "object" || value === null || !("name" in value) || typeof value.name !== "string")
    return undefined;
  const given = "arguments" in value ? value.arguments : "parameters" in value ? value.parameters : {};
  return {
    name: value.name,
    values: { kind: "json", text: typeof given === "string" ? given : JSON.stringify(given) },
  };
}

function withWrapperEnd(text: string, outcome: BlockOutcome): BlockOutcome {
  if (!("end" in outcome)) return outcome;
  const after = skipSpace(text, outcome.end);
  return text.startsWith(wrapper.close, after) ? { ...outcome, end: after + wrapper.close.length } : outcome;
}

function matchAt(
  pattern: RegExp,
  text: string,
  at: number,
): { readonly name: string; readonly end: number } | undefined {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match?.[1] === undefined ? undefined : { name: match[1], end: at + match[0].length };
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at] ?? "")) at++;
  return at;
}
