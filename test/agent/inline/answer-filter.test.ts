import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { type Answer, createAnswerFilter } from "../../../server/agent/inline/answer-filter.ts";

function filtered(
  pieces: readonly string[],
  prose = false,
  hasFences = prose,
): { readonly streamed: string; readonly answer: Answer } {
  const filter = createAnswerFilter({ prose, hasFences, prefixFor: () => "" });
  let streamed = "";
  for (const piece of pieces) streamed += filter.push(piece);
  const { rest, answer } = filter.end();
  return { streamed: streamed + rest, answer };
}

const textOf = (text: string, prose = false, hasFences = prose) => {
  const { answer } = filtered([text], prose, hasFences);
  return answer.kind === "replacement" ? answer.text : answer.kind;
};

test("a fence around the answer, chatter before it and remarks after it are no part of the replacement", () => {
  assert.equal(textOf("```js\nconst a = 1;\n```"), "const a = 1;");
  assert.equal(
    textOf("Sure! Here is it:\n\n````ts\nconst a = 1;\n````\nIt now is one.\n```js\nmore\n```"),
    "const a = 1;",
  );
  assert.equal(textOf("Here is the updated code\n```\na\n\nb\n```\n"), "a\n\nb");
  assert.equal(textOf("~~~\na\n~~~\nb"), "a");
});

test("an answer without a fence is the replacement as it is", () => {
  assert.equal(textOf("  const a = 1;\n\n  return a;\n\n"), "  const a = 1;\n\n  return a;");
  assert.equal(textOf("Here is the code:\n\nconst a = 1;\n"), "const a = 1;");
  assert.equal(textOf("const a = 1;\n```\nThat is it."), "const a = 1;");
});

test("a fence inside the fence belongs to the replacement", () => {
  assert.equal(textOf("````md\nRun:\n```sh\nls\n```\nDone.\n````", true), "Run:\n```sh\nls\n```\nDone.");
  assert.equal(textOf("```md\nRun:\n```sh\nls\n```\nDone.\n```", true), "Run:\n```sh\nls\n```\nDone.");
  assert.equal(
    textOf('```python\ndef f():\n    """\n    ```\n    f()\n    ```\n    """\n```'),
    'def f():\n    """\n    ```\n    f()\n    ```\n    """',
  );
});

test("sentences and code blocks are the replacement where the document is prose", () => {
  assert.equal(
    textOf("Install it first. Then run:\n\n```sh\nls\n```\nThat is all.", true),
    "Install it first. Then run:\n\n```sh\nls\n```\nThat is all.",
  );
  assert.equal(textOf("The quick brown fox jumped.\n", true), "The quick brown fox jumped.");
});

test("a document that is plain text, as every new one is, has no code fences of its own", () => {
  assert.equal(textOf("```js\nconst a = 1;\n```", true, false), "const a = 1;");
  assert.equal(textOf("Here is the code:\n```js\nconst a = 1;\n```", true, false), "const a = 1;");
  assert.equal(textOf("Install it first.\n```sh\nls\n```", true, false), "Install it first.\n```sh\nls\n```");
  assert.equal(textOf("```js\nconst a = 1;\n```", true, true), "```js\nconst a = 1;\n```");
});

test("nothing, and a refusal in words, are told apart from a replacement; an empty fence is one", () => {
  assert.equal(textOf(""), "empty");
  assert.equal(textOf(" \n\n"), "empty");
  assert.equal(textOf("```js\n"), "empty");
  assert.equal(textOf("```js\n```\n"), "");
  assert.equal(textOf("I'm sorry, but I can't help with that."), "refusal");
});

test("the first characters of code are passed on at once", () => {
  for (const [reply, first] of [
    ["const", "const"],
    ["  return", "  return"],
    ["```js\nlet a", "let a"],
    ["Here it is:\n```\nx", "x"],
  ] as const) {
    assert.equal(createAnswerFilter({ prose: false, hasFences: false, prefixFor: () => "" }).push(reply), first);
  }
});

const word = fc.constantFrom(
  ..."`|```|````|~~~|~|\n|\r\n|\r|\n\n| |  |\t|js|md|a|b = 1;|Sure!|Here is the code:|Run this now.|I'm sorry.|{|}|#".split(
    "|",
  ),
);

test("the result is the same however the reply was cut into pieces, and what streamed is the answer", () => {
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 30 }),
      fc.boolean(),
      fc.boolean(),
      fc.infiniteStream(fc.nat({ max: 5 })),
      (words, prose, hasFences, sizes) => {
        const reply = words.join("");
        const whole = filtered([reply], prose, hasFences);
        const pieces: string[] = [];
        for (let at = 0; at < reply.length; ) {
          const size = sizes.next().value ?? 1;
          pieces.push(reply.slice(at, at + size));
          at += size;
        }
        assert.deepEqual(filtered(pieces, prose, hasFences), whole);
        assert.deepEqual(filtered([...reply], prose, hasFences), whole);
        if (whole.answer.kind === "replacement") assert.equal(whole.streamed, whole.answer.text);
      },
    ),
    { numRuns: 3_000 },
  );
});

test("the indentation that a reply has lost is put before each of its lines that holds something", () => {
  const filter = createAnswerFilter({
    prose: false,
    hasFences: false,
    prefixFor: (line) => (line.startsWith(" ") ? "" : "  "),
  });
  const out = filter.push("```\nif (a) {\n\n") + filter.push("  b();\n}\n```");
  const { rest, answer } = filter.end();
  assert.equal(out + rest, "  if (a) {\n\n    b();\n  }");
  assert.equal(answer.kind === "replacement" && answer.text, "if (a) {\n\n  b();\n}");
});
