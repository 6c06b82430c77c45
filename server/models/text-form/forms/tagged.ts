import { type BlockOutcome, brokenCall, type Form, oneCall, type RawValue, skipSpace, unreadable } from "./outcome.ts";

/**
 * Calls as nested tags. A value is raw text without escapes. It ends at the closing tag behind which the next argument or
 * the end of the call follows, so it may hold a closing tag of its own. One line break at its beginning and one at its end
 * belong to the tags.
 */
export interface Tags {
  /** Sticky; the first group is the name. */
  readonly head: RegExp;
  /** Sticky; the first group is the key, a second one `false` says that the value is JSON. */
  readonly argument: RegExp;
  readonly valueEnd: RegExp;
  readonly close: string;
}

const longestHead = 160;

/** What models are told to write: `<tool name="NAME"> <arg name="KEY">VALUE</arg> … </tool>` */
const told: Tags = {
  head: /<tool name=["']?([^"'<>\n]{1,120})["']?\s*>/y,
  argument: /<arg name=["']?([^"'<>\n]{1,120})["']?\s*>/y,
  valueEnd: /<\/arg>(?=\s*(?:<arg name=|<\/tool>))/g,
  close: "</tool>",
};

/** What Qwen3-Coder and Nemotron are trained on: `<function=NAME> <parameter=KEY>VALUE</parameter> … </function>` */
export const trained: Tags = {
  head: /<function=([^<>\n]{1,120})>/y,
  argument: /<parameter=([^<>\n]{1,120})>/y,
  valueEnd: /<\/parameter>(?=\s*(?:<parameter=|<\/function>))/g,
  close: "</function>",
};

export const toldForm: Form = {
  openers: ["<tool name="],
  closers: [told.close],
  isControl: false,
  read: (text) => readTagged(text, 0, told),
};

export const functionForm: Form = {
  openers: ["<function="],
  closers: [trained.close],
  isControl: false,
  read: (text) => readTagged(text, 0, trained),
};

export function readTagged(text: string, start: number, form: Tags): BlockOutcome {
  const head = matchAt(form.head, text, start);
  if (head === undefined) {
    const isShort = text.length - start < longestHead && !text.slice(start, start + longestHead).includes("\n");
    return isShort && !text.includes(">", start) ? { kind: "incomplete", name: undefined } : { kind: "no-call" };
  }
  const name = head.name.trim();
  const entries: RawValue[] = [];
  for (let at = skipSpace(text, head.end); ; at = skipSpace(text, at)) {
    if (text.startsWith(form.close, at)) {
      return oneCall(name, { kind: "texts", entries }, at + form.close.length);
    }
    const argument = matchAt(form.argument, text, at);
    if (argument === undefined) return readStray(text, at, name, form, entries.length === 0);
    const value = valueAt(text, argument.end, form.valueEnd);
    if (value === undefined) return { kind: "incomplete", name };
    entries.push({ key: argument.name.trim(), text: value.text, isJson: argument.isJson });
    at = value.end;
  }
}

/** Something between the arguments. Alone, it may be the arguments as JSON. */
function readStray(text: string, at: number, name: string, form: Tags, isAlone: boolean): BlockOutcome {
  const close = text.indexOf(form.close, at);
  if (close < 0) return { kind: "incomplete", name };
  const end = close + form.close.length;
  const body = text.slice(at, close).trim();
  if (isAlone && body.startsWith("{")) return oneCall(name, { kind: "json", text: body }, end);
  return brokenCall(name, unreadable, end);
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

function matchAt(
  pattern: RegExp,
  text: string,
  at: number,
): { readonly name: string; readonly isJson: boolean; readonly end: number } | undefined {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (match?.[1] === undefined) return undefined;
  return { name: match[1], isJson: match[2] === "false", end: at + match[0].length };
}
