import { type BlockOutcome, escaped, type Form, mayBecome, skipSpace, type WrittenCall } from "./outcome.ts";
import { readTagged, type Tags } from "./tagged.ts";

/** DeepSeek's markup as hosts let it through: with full-width bars, doubled, or as ASCII. */
const markers = ["｜DSML｜", "｜｜DSML｜｜", "|DSML|", "||DSML||"] as const;

/** Whether a text holds calls in DeepSeek's markup, as it happens inside the arguments of calls. */
export function holdsInvokes(text: string): boolean {
  return /<\/?[｜|]{1,2}DSML[｜|]{1,2}(invoke|parameter|function_calls|tool_calls)\b/.test(text);
}

const lists = ["function_calls", "tool_calls"];

/** `<invoke name="NAME"> <parameter name="KEY">VALUE</parameter> … </invoke>`, each tag with the marker in front. */
function tagsWith(marker: string): Tags {
  const mark = escaped(marker);
  return {
    head: new RegExp(`<${mark}invoke\\s+name="([^"<>\\n]{1,120})"\\s*>`, "y"),
    argument: new RegExp(`<${mark}parameter\\s+name="([^"<>\\n]{1,120})"(?:\\s+string="(true|false)")?\\s*>`, "y"),
    valueEnd: new RegExp(`</${mark}parameter>(?=\\s*(?:<${mark}parameter\\s|</${mark}invoke>))`, "g"),
    close: `</${marker}invoke>`,
  };
}

/** The list around the calls is only a mark, because hosts cut it off at either side. */
function controlForm(marker: string): Form {
  const tags = tagsWith(marker);
  const marks = lists.flatMap((list) => [`<${marker}${list}>`, `</${marker}${list}>`]);
  return {
    openers: [`<${marker}`, `</${marker}`],
    closers: [tags.close, ">"],
    isControl: true,
    read(text) {
      const mark = marks.find((each) => text.startsWith(each));
      if (mark !== undefined) return { kind: "mark", end: mark.length };
      if (!text.startsWith(`<${marker}invoke`)) return strayTag(text);
      return readTagged(text, 0, tags);
    },
  };
}

/** A tag that belongs to nothing is dropped. */
function strayTag(text: string): BlockOutcome {
  const end = text.indexOf(">");
  if (end < 0) return text.length < 200 ? { kind: "incomplete", name: undefined } : { kind: "mark", end: 1 };
  return { kind: "mark", end: end + 1 };
}

export const invokeForms: readonly Form[] = markers.map(controlForm);

const plain = tagsWith("");

/** The same tags without a marker, alone or inside a list, as MiniMax and others are trained on. */
export const plainInvokeForm: Form = {
  openers: ["<invoke name=", "<function_calls>", "<minimax:tool_call>"],
  closers: [plain.close, "</function_calls>", "</minimax:tool_call>"],
  isControl: false,
  read(text) {
    if (text.startsWith("<invoke")) return readTagged(text, 0, plain);
    const list = text.startsWith("<function_calls>") ? "function_calls" : "minimax:tool_call";
    return readList(text, list);
  },
};

function readList(text: string, list: string): BlockOutcome {
  const close = `</${list}>`;
  const calls: WrittenCall[] = [];
  for (let at = skipSpace(text, list.length + 2); ; at = skipSpace(text, at)) {
    if (calls.length > 0 && text.startsWith(close, at)) return { kind: "calls", calls, end: at + close.length };
    if (at === text.length || mayBecome(text, at, "<invoke name=") || mayBecome(text, at, close)) {
      return { kind: "incomplete", name: calls[0]?.name };
    }
    const next = readTagged(text, at, plain);
    if (next.kind !== "calls")
      return next.kind === "incomplete" || calls.length === 0 ? next : { kind: "calls", calls, end: at };
    calls.push(...next.calls);
    at = next.end;
  }
}
