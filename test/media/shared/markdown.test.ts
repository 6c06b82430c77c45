import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { blockStarts, markdown } from "../../../media/shared/markdown.ts";

test("HTML in a model's text stays text", () => {
  const html = markdown.render('<img src=x onerror="alert(1)"> and <script>alert(1)</script>');
  assert.equal(
    html,
    "<p>&lt;img src=x onerror=&quot;alert(1)&quot;&gt; and &lt;script&gt;alert(1)&lt;/script&gt;</p>\n",
  );
});

test("an image is a link to it, and no link has an address that a browser follows", () => {
  const html = markdown.render("![chart](https://evil.example/x.png?q=secret) [home](https://example.com)");
  assert.ok(!html.includes("<img"));
  assert.ok(!/\s(?:href|src)=/.test(html));
  assert.ok(html.includes('data-href="https://evil.example/x.png?q=secret"'));
  assert.ok(html.includes(">chart</a>"));
});

test("a link of any other scheme stays text", () => {
  for (const href of ["javascript:alert(1)", "command:x", "data:text/html;base64,AAAA", "file:///etc/passwd"])
    assert.ok(!markdown.render(`[click](${href})`).includes("<a"), href);
});

test("code is coloured by its language, and code of an unknown one is plain", () => {
  assert.ok(markdown.render("```ts\nconst a = 1;\n```").includes("hljs-keyword"));
  assert.ok(markdown.render('```x" onclick="alert(1)\n<b>\n```').includes("&lt;b&gt;"));
  assert.ok(!markdown.render('```x"onclick="alert(1)\n<b>\n```').includes('"onclick="'));
});

test("a text cut at its blocks draws what the whole would draw", () => {
  const word = fc.constantFrom(
    "word",
    "# head",
    "- item",
    "```ts",
    "```",
    "",
    "> quote",
    "1. one",
    "    code",
    "| a | b |",
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), (lines) => {
      const text = lines.join("\n");
      const starts = blockStarts(text);
      const cut = starts.map((start, index) => markdown.render(text.slice(start, starts[index + 1]))).join("");
      assert.equal(cut, markdown.render(text));
    }),
  );
});
