import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { doctorPage } from "../../../extension/commands/doctor-page.ts";

const words = {
  title: "Doctor",
  allWell: "All is well.",
  levels: { problem: "Problems", warning: "Warnings", ok: "In order" },
  next: "Next step:",
} as const;

test("the worst stands first, with what to do", () => {
  const page = doctorPage(
    [
      { level: "ok", subject: "git", message: "Found", next: undefined },
      { level: "problem", subject: "models", message: "None", next: "Choose one" },
    ],
    words,
  );
  assert.equal(
    page,
    "# Doctor\n\n## Problems\n\n- **models**: None\n  - Next step: Choose one\n\n## In order\n\n- **git**: Found\n\n",
  );
});

test("when all is in order, the page says so", () => {
  assert.match(doctorPage([], words), /All is well\./);
});

test("what a host answered becomes no markup, whatever it is", () => {
  const markdown = new MarkdownIt({ html: true });
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (message) => {
      const page = doctorPage([{ level: "ok", subject: "host", message: `x${message}x`, next: undefined }], words);
      const shown = `x${message}x`.replace(/\p{C}+|\s+/gu, " ");
      const text = markdown.parseInline(page.split("- **host**: ")[1]?.trimEnd() ?? "", {});
      assert.deepEqual(
        text.flatMap(({ children }) => children ?? []).map(({ type }) => type),
        ["text"],
      );
      assert.equal(text[0]?.children?.[0]?.content, shown);
    }),
  );
});
