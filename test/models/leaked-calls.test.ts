import assert from "node:assert/strict";
import { test } from "node:test";
import type { ToolSpec } from "../../server/models/chat.ts";
import { CallParser, type CallSource } from "../../server/models/text-form/call-parser.ts";
import { textOf } from "./targets.ts";
import { doneFrom } from "./wire-host.ts";

const edit: ToolSpec = {
  name: "edit",
  description: "Edits a file.",
  parameters: {
    type: "object",
    properties: { path: { type: "string" }, line: { type: "integer" }, globs: { type: "array" } },
  },
};

const dsml = (mark: string) =>
  `<${mark}function_calls>\n<${mark}invoke name="edit">\n<${mark}parameter name="path" string="true">a.ts</${mark}parameter>\n` +
  `<${mark}parameter name="line" string="false">3</${mark}parameter>\n</${mark}invoke>\n</${mark}function_calls>`;
const json = '{"name": "edit", "arguments": {"path": "a.ts", "line": 3}}';
const args = '{"path": "a.ts", "line": 3}';

/** One call of `edit` with the same arguments, in every form that models write. */
const forms: Readonly<Record<string, string>> = {
  "Qwen JSON": `<tool_call>\n${json}\n</tool_call>`,
  "Qwen JSON with a brace too many": `<tool_call>${json}}</tool_call>`,
  "Qwen3-Coder XML":
    "<tool_call>\n<function=edit>\n<parameter=path>\na.ts\n</parameter>\n<parameter=line>3</parameter>\n</function>\n</tool_call>",
  "bare function XML": "<function=edit><parameter=path>a.ts</parameter><parameter=line>3</parameter></function>",
  "function with JSON": `<function=edit>${args}</function>`,
  "DSML full-width": dsml("｜DSML｜"),
  "DSML doubled": dsml("｜｜DSML｜｜"),
  "DSML as ASCII": dsml("|DSML|"),
  "DSML as doubled ASCII": dsml("||DSML||"),
  "DSML of V4": dsml("｜DSML｜").replaceAll("function_calls", "tool_calls"),
  MiniMax:
    '<minimax:tool_call>\n<invoke name="edit">\n<parameter name="path">a.ts</parameter>\n<parameter name="line">3</parameter>\n</invoke>\n</minimax:tool_call>',
  GLM: "<tool_call>edit\n<arg_key>path</arg_key>\n<arg_value>a.ts</arg_value>\n<arg_key>line</arg_key>\n<arg_value>3</arg_value>\n</tool_call>",
  Harmony: `<|start|>assistant<|channel|>commentary to=functions.edit <|constrain|>json<|message|>${args}<|call|>`,
  "Harmony with the recipient in the role": `<|start|>assistant to=functions.edit<|channel|>commentary json<|message|>${args}<|call|>`,
  "Mistral list": `[TOOL_CALLS] [${json}]`,
  "Mistral with arguments": `[TOOL_CALLS]edit[CALL_ID]abc123[ARGS]${args}`,
  Llama: `<|python_tag|>{"name": "edit", "parameters": ${args}}<|eom_id|>`,
  "Nemotron list": `<TOOLCALL>[${json}]</TOOLCALL>`,
  DeepSeek: `<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>edit<｜tool▁sep｜>${args}<｜tool▁call▁end｜><｜tool▁calls▁end｜>`,
  "DeepSeek with a fence": `<|tool▁calls▁begin|><|tool▁call▁begin|>function<|tool▁sep|>edit\n\`\`\`json\n${args}\n\`\`\`<|tool▁call▁end|><|tool▁calls▁end|>`,
  Kimi: `<|tool_calls_section_begin|><|tool_call_begin|>functions.edit:0<|tool_call_argument_begin|>${args}<|tool_call_end|><|tool_calls_section_end|>`,
  Gemma: '<|tool_call>call:edit{path:<|"|>a.ts<|"|>,line:3}<tool_call|>',
};
const bare: Readonly<Record<string, string>> = {
  "bare JSON": json,
  "fenced JSON": `\`\`\`json\n${json}\n\`\`\``,
  "a list": `[${json}]`,
  "OpenAI's own shape": `{"type": "function", "function": {"name": "edit", "arguments": ${JSON.stringify(args)}}}`,
};

function parse(pieces: readonly string[], source: CallSource = "leaked", finish: "stop" | "length" = "stop") {
  const parser = new CallParser([edit], "c", source);
  const events = [...pieces.flatMap((piece) => parser.push(piece)), ...parser.finish(finish)];
  const starts = events.filter(({ type }) => type === "tool-call-start").length;
  return {
    text: parser.text,
    thinking: parser.thinking,
    calls: parser.calls,
    shown: textOf(events, "text-delta"),
    starts,
  };
}

for (const [name, text] of Object.entries({ ...forms, ...bare })) {
  test(`${name}: is a call and never text, wherever it is cut`, () => {
    const before = name in bare ? "" : "I edit it. ";
    const whole = before + text;
    for (let cut = 0; cut < whole.length; cut++) {
      for (const source of ["leaked", "told"] as const) {
        const read = parse([whole.slice(0, cut), whole.slice(cut)], source);
        assert.deepEqual(
          read.calls.map((call) => [call.name, call.arguments]),
          [["edit", { path: "a.ts", line: 3 }]],
          `cut at ${cut}`,
        );
        assert.equal(read.text.trim(), before.trim());
        assert.deepEqual([read.shown, read.starts], [read.text, 1]);
      }
    }
    const single = parse([...whole]);
    assert.deepEqual([single.calls.length, single.text.trim(), single.starts], [1, before.trim(), 1]);
  });
}

test("a call that breaks off is an error for the model, never text and never carried out", () => {
  for (const [name, text] of Object.entries(forms)) {
    const at = text.indexOf("a.ts");
    const { calls, text: shown } = parse([text.slice(0, at + 2)], "leaked", "length");
    assert.equal(shown.trim(), "", name);
    assert.equal(calls.length, 1, name);
    assert.notEqual(calls[0]?.argumentsError, undefined, name);
    assert.equal(calls[0]?.arguments, undefined, name);
  }
});

test("what a model quotes in code stays text when its calls come apart from text", () => {
  for (const [name, text] of Object.entries(forms)) {
    if (text.includes("```")) continue; // It would end the fence that quotes it.
    for (const quoted of [
      `So:\n\`\`\`xml\n${text}\n\`\`\`\nThat is all.`,
      `Write \`${text.replaceAll("\n", " ")}\` there.`,
    ]) {
      const read = parse([...quoted]);
      assert.deepEqual([read.text, read.calls], [quoted, []], name);
    }
  }
});

test("markup that names no known tool is text, and control tokens that do are a call of an unknown tool", () => {
  for (const text of [
    '<tool_call>{"name": "other", "arguments": {}}</tool_call>',
    "<function=other></function>",
    '{"name": "other", "arguments": {}}',
    '{"name": "edit-like"} and more',
    `${json} is what I would write`,
    "[special delivery]",
    "[1, 2] and `[TOOL_CALLS]`",
    '{"answer": 42}',
  ]) {
    assert.deepEqual([parse([text]).text, parse([...text]).text, parse([text]).calls], [text, text, []], text);
  }
  const { calls, text } = parse([dsml("｜DSML｜").replace('"edit"', '"run it"')]);
  assert.deepEqual([calls.map(({ name }) => name), text.trim()], [["run_it"], ""]);
  const malformed = parse([
    "Testing.<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>bad{}<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
  ]);
  assert.equal(malformed.text, "Testing.");
  assert.match(malformed.calls[0]?.argumentsError ?? "", /Send the call again/);
});

test("several calls in one block are several calls", () => {
  const second = json.replace("a.ts", "b.ts");
  for (const text of [
    `[TOOL_CALLS][${json}, ${second}]`,
    `<|python_tag|>${json}; ${second}`,
    `[${json}, ${second}]`,
    `${json}\n${second}`,
    forms.GLM + (forms.GLM ?? "").replace("a.ts", "b.ts"),
  ]) {
    const read = parse([...text]);
    assert.deepEqual(
      read.calls.map((call) => call.arguments),
      [
        { path: "a.ts", line: 3 },
        { path: "b.ts", line: 3 },
      ],
      text,
    );
    assert.equal(read.starts, 2);
  }
});

test("channels are told apart: analysis is thinking, final is text, and no token shows", () => {
  const text =
    "<|channel|>analysis<|message|>I look.<|end|><|start|>assistant<|channel|>commentary<|message|>Reading.<|end|>" +
    "<|start|>assistant<|channel|>final<|message|>It is fine.<|return|>";
  for (const pieces of [[text], [...text]]) {
    const { thinking, text: shown, calls } = parse(pieces);
    assert.deepEqual([thinking, shown, calls], ["I look.", "Reading.It is fine.", []]);
  }
});

const chunk = (content: string) => ({ choices: [{ delta: { content } }] });
const end = { choices: [{ delta: {}, finish_reason: "stop" }] };

test("a leaked call is a tool turn, and one that the host sends as well counts once", async (context) => {
  const native = { index: 0, id: "x", function: { name: "edit", arguments: args } };
  const alone = await doneFrom(context, "openai-chat", [...[...(forms.GLM ?? "")].map(chunk), end], { tools: [edit] });
  assert.deepEqual([alone.finish, alone.message.text, alone.message.toolCalls.length], ["tool-calls", "", 1]);
  const events = [chunk(forms.GLM ?? ""), { choices: [{ delta: { tool_calls: [native] } }] }, end];
  const both = await doneFrom(context, "openai-chat", events, { tools: [edit] });
  assert.deepEqual(
    both.message.toolCalls.map(({ id }) => id),
    ["x"],
  );
});
