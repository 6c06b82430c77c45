import { endOfJson } from "./json.ts";
import { type BlockOutcome, brokenCall, type Form, notJson, oneCall, plainName, skipSpace } from "./outcome.ts";

const ends = ["<|end|>", "<|call|>", "<|return|>"];
const starts = ["<|start|>", "<|channel|>", "<|message|>", "<|constrain|>"];
const header = /(?:<\|(?:start|channel|constrain)\|>[^<]{0,200})*<\|message\|>/y;
const partialHeader = /^(?:<\|(?:start|channel|constrain)\|>[^<]{0,200})*(?:<[|\w]{0,12})?$/;

/**
 * Harmony, as gpt-oss writes it: `<|channel|>commentary to=functions.NAME <|message|>{…}<|call|>` is a call,
 * `<|channel|>analysis<|message|>…<|end|>` is thinking, and of `<|channel|>final<|message|>` only the header is markup.
 */
export const channelForm: Form = {
  openers: [...starts, ...ends],
  closers: [...ends, ...starts, "}"],
  isControl: true,
  read(text, isWhole) {
    const stray = ends.find((each) => text.startsWith(each));
    if (stray !== undefined) return { kind: "mark", end: stray.length };
    header.lastIndex = 0;
    const head = header.exec(text)?.[0];
    if (head === undefined) {
      if (!isWhole && partialHeader.test(text)) return { kind: "incomplete", name: undefined };
      const token = starts.find((each) => text.startsWith(each)) ?? "";
      return { kind: "mark", end: token.length };
    }
    const recipient = /\bto=([\w.:-]+)/.exec(head)?.[1];
    if (recipient !== undefined) return readCall(text, head.length, recipient, isWhole);
    return /<\|channel\|>\s*analysis/.test(head)
      ? readThinking(text, head.length, isWhole)
      : { kind: "mark", end: head.length };
  },
};

function readCall(text: string, from: number, recipient: string, isWhole: boolean): BlockOutcome {
  const name = recipient.replace(/^functions\./, "");
  const start = skipSpace(text, from);
  const end = text[start] === "{" ? endOfJson(text, start) : undefined;
  if (end !== undefined) {
    return oneCall(name, { kind: "json", text: text.slice(start, end) }, withEnd(text, end));
  }
  const stop = endOfMessage(text, start);
  if (stop === undefined && !isWhole) return { kind: "incomplete", name };
  return brokenCall(plainName(name), notJson, withEnd(text, stop ?? text.length));
}

function readThinking(text: string, from: number, isWhole: boolean): BlockOutcome {
  const stop = endOfMessage(text, from);
  if (stop === undefined && !isWhole) return { kind: "incomplete", name: undefined };
  return { kind: "thinking", text: text.slice(from, stop ?? text.length), end: withEnd(text, stop ?? text.length) };
}

function endOfMessage(text: string, from: number): number | undefined {
  const found = [...ends, "<|start|>", "<|channel|>"].map((mark) => text.indexOf(mark, from)).filter((at) => at >= 0);
  return found.length === 0 ? undefined : Math.min(...found);
}

function withEnd(text: string, at: number): number {
  const after = skipSpace(text, at);
  const mark = ends.find((each) => text.startsWith(each, after));
  return mark === undefined ? at : after + mark.length;
}

const thought = { open: "<|channel>", close: "<channel|>" };

/** Gemma's channel of thoughts: `<|channel>thought … <channel|>`. */
export const thoughtForm: Form = {
  openers: [thought.open],
  closers: [thought.close],
  isControl: true,
  read(text, isWhole) {
    const end = text.indexOf(thought.close);
    if (end < 0 && !isWhole) return { kind: "incomplete", name: undefined };
    const body = text.slice(thought.open.length, end < 0 ? text.length : end).replace(/^\s*thought[ \t]*\n?/, "");
    return { kind: "thinking", text: body, end: end < 0 ? text.length : end + thought.close.length };
  },
};
