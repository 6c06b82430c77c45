import { callsInJson, endOfJson, withoutPrefix } from "./json.ts";
import {
  type BlockOutcome,
  brokenCall,
  type Form,
  mayBecome,
  notClosed,
  notJson,
  oneCall,
  type RawValue,
  skipSpace,
} from "./outcome.ts";
import { readTagged, trained } from "./tagged.ts";

const open = "<tool_call>";
const close = "</tool_call>";

/**
 * `<tool_call>…</tool_call>` with one of three contents: JSON (Qwen, Hermes), a function with parameters (Qwen3-Coder), or a
 * name followed by `<arg_key>` and `<arg_value>` pairs (GLM).
 */
export const toolCallForm: Form = {
  openers: [open],
  closers: [close, "}", ">", "<"],
  isControl: false,
  read(text, isWhole) {
    const start = skipSpace(text, open.length);
    if (start === text.length) return { kind: "incomplete", name: undefined };
    if (text[start] === "{" || text[start] === "[") return readJson(text, start, isWhole);
    if (mayBecome(text, start, "<function=")) return { kind: "incomplete", name: undefined };
    if (text.startsWith("<function=", start)) return withClose(text, readTagged(text, start, trained), isWhole);
    return readPairs(text, start);
  },
};

const named = /"name"\s*:\s*"([^"\\]{1,120})"/;

/** The JSON ends the call; closing tags inside its strings do not. At the end of a reply the closing tag may be missing. */
function readJson(text: string, start: number, isWhole: boolean): BlockOutcome {
  const name = named.exec(text.slice(start, start + 200))?.[1];
  const end = endOfJson(text, start);
  if (end === undefined) {
    return isWhole && name === undefined ? brokenCall("", notClosed, text.length) : { kind: "incomplete", name };
  }
  // Models close one brace too many; the value is whole without it.
  const after = /^[\s}\]]*/.exec(text.slice(end))?.[0].length ?? 0;
  const isClosed = text.startsWith(close, end + after);
  if (!isClosed && !isWhole && (end + after === text.length || mayBecome(text, end + after, close))) {
    return { kind: "incomplete", name };
  }
  const whole = isClosed ? end + after + close.length : isWhole && end + after === text.length ? text.length : end;
  const calls = callsInJson(text.slice(start, end));
  if (calls !== undefined) return { kind: "calls", calls, end: whole };
  return name === undefined ? { kind: "no-call" } : brokenCall(name, notJson, whole);
}

const pairsHead = /([A-Za-z_][\w.-]{0,119})\s*(?=<arg_key>|<\/tool_call>)/y;
const pair = /\s*<arg_key>([^<]{1,120})<\/arg_key>\s*<arg_value>/y;
const pairEnd = /<\/arg_value>(?=\s*(?:<arg_key>|<\/tool_call>))/g;

function readPairs(text: string, start: number): BlockOutcome {
  pairsHead.lastIndex = start;
  const name = pairsHead.exec(text)?.[1];
  if (name === undefined) {
    const isShort = /^[A-Za-z_][\w.-]{0,119}\s*(<[\w/]{0,10})?$/.test(text.slice(start));
    return isShort ? { kind: "incomplete", name: undefined } : { kind: "no-call" };
  }
  const entries: RawValue[] = [];
  for (let at = pairsHead.lastIndex; ; ) {
    const next = skipSpace(text, at);
    if (text.startsWith(close, next)) {
      return oneCall(withoutPrefix(name), { kind: "texts", entries }, next + close.length);
    }
    pair.lastIndex = at;
    const key = pair.exec(text)?.[1];
    if (key === undefined) return { kind: "incomplete", name };
    pairEnd.lastIndex = pair.lastIndex;
    const end = pairEnd.exec(text);
    if (end === null) return { kind: "incomplete", name };
    entries.push({ key: key.trim(), text: text.slice(pair.lastIndex, end.index), isJson: false });
    at = pairEnd.lastIndex;
  }
}

/** The closing tag behind a function belongs to it, and may still be on its way. */
function withClose(text: string, outcome: BlockOutcome, isWhole: boolean): BlockOutcome {
  if (outcome.kind !== "calls") return outcome;
  const after = skipSpace(text, outcome.end);
  if (text.startsWith(close, after)) return { ...outcome, end: after + close.length };
  const mayFollow = after === text.length || mayBecome(text, after, close);
  return mayFollow && !isWhole ? { kind: "incomplete", name: outcome.calls[0]?.name } : outcome;
}
