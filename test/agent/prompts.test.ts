import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { promptText, render } from "../../server/agent/prompts.ts";

test("a hole without a value and a value without a hole are both refused", () => {
  assert.throws(() => render("brief", { task: "x" }), /hole without a value: context/);
  assert.throws(() => render("brief", { task: "x", context: "", other: "y" }), /no hole for: other/);
});

test("a value that itself looks like a hole stays text", () => {
  assert.equal(render("brief", { task: "{{context}} and $&", context: "" }), "{{context}} and $&\n");
});

test("the whole system prompt of an edit reads as intended", () => {
  const rendered = render("system", {
    root: "/home/ada/dates",
    platform: "linux",
    rules: promptText("edit-rules"),
    instructions: render("instructions", { text: "Use tabs." }),
  });
  const expected = readFileSync(new URL("./fixtures/system-prompt.txt", import.meta.url), "utf8");
  assert.equal(rendered, expected);
});

test("every tool has a description file and every description has its tool", async () => {
  const { editToolbox } = await import("../../server/agent/tools/toolbox.ts");
  const described = readdirSync(new URL("../../server/agent/prompts/tools/", import.meta.url)).map((file) =>
    file.replace(".md", ""),
  );
  assert.deepEqual(described.toSorted(), [...editToolbox("replace").tools.keys()].toSorted());
});
