import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { ToolSpec } from "../../../server/models/chat.ts";
import { CallParser } from "../../../server/models/text-form/call-parser.ts";
import { ThinkSplitter } from "../../../server/models/text-form/think-splitter.ts";
import type { CaseResult } from "../suite.ts";

const textCase = z.looseObject({
  id: z.string(),
  tools: z.string().nullable().default(null),
  thinking_enabled: z.boolean().nullish(),
  think: z.string().nullish(),
  chunks: z.array(z.string()),
  expected_content: z.string(),
  expected_thinking: z.string().optional(),
  expected_calls: z.array(z.object({ name: z.string(), arguments: z.unknown() })),
});

/** Cases whose outcome is ours by decision; `differences-models.md` has the reasons. */
const decided = new Set(["ollama-tools/list-invalid-20", "deepseek3/TestDeepSeekParser/complex_tool_arguments-7"]);

type TextCase = z.infer<typeof textCase>;

export const suite = {
  name: "models/text-tool-calls",
  *run(cases: unknown): Generator<CaseResult> {
    const all = z.array(textCase).parse(cases);
    for (const each of all) yield check(each, toolsOf(each, all));
  },
};

/** Cases name their set of tools; what the cases of a set call is in it. */
function toolsOf({ tools, expected_calls: own }: TextCase, all: readonly TextCase[]): readonly ToolSpec[] {
  const same = tools === null ? own : all.filter((each) => each.tools === tools).flatMap((each) => each.expected_calls);
  const names = new Set(same.map(({ name }) => name));
  return [...names].map((name) => ({ name, description: "", parameters: {} }));
}

function check({ id, chunks, ...given }: TextCase, tools: readonly ToolSpec[]): CaseResult {
  const read = readChunks(chunks, thinkingOf(given), tools);
  // These parsers did not look at thinking, so it stayed in their text.
  const isSplit = given.expected_thinking !== undefined;
  const text = isSplit || read.thinking === "" ? read.text : `<think>${read.thinking}</think>${read.text}`;
  const pairs = [
    [text, given.expected_content],
    [isSplit ? read.thinking : "", given.expected_thinking ?? ""],
    [read.calls, given.expected_calls.map(({ name, arguments: values }) => ({ name, arguments: values }))],
  ];
  const wrong = pairs.filter(([value, wanted]) => !isDeepStrictEqual(value, wanted));
  if (wrong.length > 0 && decided.has(id)) return { id, outcome: "skipped", why: "differs by decision" };
  return wrong.length === 0 ? { id, outcome: "passed" } : { id, outcome: "failed", why: JSON.stringify(wrong) };
}

/** Whether the model is known to begin inside its thinking, not to think at all, or neither. */
function thinkingOf({ thinking_enabled: enabled, think }: Pick<TextCase, "thinking_enabled" | "think">) {
  const said = enabled ?? (think === undefined || think === null ? undefined : /true/i.test(think));
  return said === undefined ? "unknown" : said ? "inside" : "none";
}

function readChunks(
  chunks: readonly string[],
  thinks: ReturnType<typeof thinkingOf>,
  tools: readonly ToolSpec[],
): { readonly text: string; readonly thinking: string; readonly calls: readonly unknown[] } {
  const splitter = new ThinkSplitter(thinks === "inside" && !chunks.join("").trimStart().startsWith("<|"));
  const parser = new CallParser(tools, "case", "told");
  let thinking = "";
  const parts =
    thinks === "none"
      ? chunks.map((text) => ({ text, thinking: "", retracts: false }))
      : [...chunks.map((chunk) => splitter.push(chunk)), splitter.finish()];
  for (const part of parts) {
    thinking += part.thinking;
    if (part.retracts) thinking += parser.retractText();
    if (part.text !== "") parser.push(part.text);
  }
  parser.finish("stop");
  // A call that can't be read is told to the model as its mistake; it is no call that anyone makes.
  const calls = parser.calls.filter(({ argumentsError }) => argumentsError === undefined);
  return {
    text: parser.text,
    thinking: thinking + parser.thinking,
    calls: calls.map(({ name, arguments: values }) => ({ name, arguments: values })),
  };
}
