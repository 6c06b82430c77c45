import assert from "node:assert/strict";
import { test } from "node:test";
import { approvalLines } from "../../../server/cli/view/approval-text.ts";
import { makeStyle } from "../../../server/cli/view/style.ts";
import type { ApprovalView } from "../../../server/protocol/events.ts";

const style = makeStyle({ color: false, unicode: true });

function lines(subject: ApprovalView["subject"]): readonly string[] {
  return approvalLines({ approval: "a", hash: "h", subject }, style);
}

test("a command is shown whole, with what could hide its end made visible", () => {
  const command = `npm test\u001b[2K${" ".repeat(200)}; rm -rf /\nexit`;
  assert.deepEqual(lines({ kind: "command", command, cwd: "/repo", because: "two commands" }), [
    "Run this command?",
    "    npm test<U+001B>[2K␠×200 ; rm -rf /⏎",
    "    exit",
    "  in: /repo",
    "  because: two commands",
  ]);
});

test("a write shows the real path and the whole diff", () => {
  assert.deepEqual(lines({ kind: "write", path: "/repo/.git/hooks/x", diff: "-a\n+b", because: "protected" }), [
    "Change /repo/.git/hooks/x?",
    "    -a",
    "    +b",
    "  because: protected",
  ]);
});

test("a check shows the script behind it", () => {
  assert.deepEqual(lines({ kind: "check", command: "npm test", script: "node --test", because: "new" }), [
    "Run this check?",
    "    npm test",
    "  which stands for",
    "    node --test",
    "  because: new",
  ]);
});

test("a budget shows the amount to which it is raised, exactly", () => {
  assert.deepEqual(lines({ kind: "budget", message: "The day is spent.", raiseTo: "1250000001" }), [
    "Raise the budget?",
    "  The day is spent.",
    "  to: $1.250000001",
  ]);
});
