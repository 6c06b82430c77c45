import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { CallParser } from "../../../server/models/text-form/call-parser.ts";
import { ThinkSplitter } from "../../../server/models/text-form/think-splitter.ts";
import type { CaseResult } from "../suite.ts";

const textCase = z.looseObject({
  id: z.string(),
  style: z.string(),
  chunks: z.array(z.string()),
  expected_content: z.string(),
  expected_thinking: z.string().optional(),
  expected_calls: z.array(z.object({ name: z.string(), arguments: z.unknown() })),
});

/** The forms that are read. The others belong to servers with their own parsers, which send calls apart from text. */
const readStyles = new Set(["qwen", "qwen3-coder-xml", "think-tags"]);

/** Cases whose outcome is ours by decision. */
const decided: Readonly<Record<string, string>> = {
  "ollama-tools/tool-name-with-collision-non-streaming-25":
    "a call that breaks off before its name is complete stays visible as text instead of vanishing",
  "ollama-tools/tool-name-with-collision-23":
    "a superfluous brace makes the JSON invalid, and calls are never repaired",
  "qwen3coder/names-with-quotes": "quotes around a name are not part of it, and no tool has a quoted name",
};

export const suite = {
  name: "models/text-tool-calls",
  *run(cases: unknown): Generator<CaseResult> {
    for (const each of z.array(textCase).parse(cases)) yield check(each);
  },
};

function check({ id, style, chunks, ...expected }: z.infer<typeof textCase>): CaseResult {
  if (!readStyles.has(style))
    return { id, outcome: "skipped", why: `the form ${style} is left to the server's parser` };
  if (decided[id] !== undefined) return { id, outcome: "skipped", why: `by decision: ${decided[id]}` };
  const tools = expected.expected_calls.map(({ name }) => ({ name, description: "", parameters: {} }));
  const splitter = new ThinkSplitter();
  const parser = new CallParser(tools, "case");
  let thinking = "";
  for (const part of [...chunks.map((chunk) => splitter.push(chunk)), splitter.finish()]) {
    thinking += part.thinking;
    parser.push(part.text);
  }
  parser.finish("stop");
  const calls = parser.calls.map(({ name, arguments: given }) => ({ name, arguments: given }));
  const pairs = [
    [parser.text, expected.expected_content],
    [thinking, expected.expected_thinking ?? ""],
    [calls, expected.expected_calls],
  ];
  const wrong = pairs.filter(([value, wanted]) => !isDeepStrictEqual(value, wanted));
  return wrong.length === 0 ? { id, outcome: "passed" } : { id, outcome: "failed", why: JSON.stringify(wrong) };
}
