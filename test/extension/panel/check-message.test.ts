import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkMessage } from "../../../extension/panel/check-message.ts";
import type { FromPage, PromptRequest } from "../../../media/task-panel/messages.ts";

const request: PromptRequest = {
  prompt: "fix it",
  mode: "edit",
  context: [
    { kind: "file", path: "a.ts" },
    { kind: "selection", path: "a.ts", startLine: 0, endLine: 2, text: "x" },
    { kind: "problems", problems: [{ path: "a.ts", line: 0, severity: "error", message: "no" }] },
    { kind: "changes" },
  ],
};

const known: readonly FromPage[] = [
  { type: "ready" },
  { type: "find-models" },
  { type: "close-task" },
  { type: "run", action: "set-api-key" },
  { type: "open-task", task: "t" },
  { type: "quote", id: 1, request },
  { type: "start", id: 1, request: { ...request, folder: "/a", followUp: "t" } },
  { type: "again", task: "t", how: "retry" },
  { type: "find-mentions", id: 1, query: "" },
  { type: "collect", what: "problems", folder: "/a" },
  { type: "find-history", search: "", limit: 50 },
  { type: "stop", task: "t" },
  { type: "escalate", task: "t" },
  { type: "undo", task: "t" },
  { type: "keep", task: "t" },
  { type: "review", task: "t" },
  { type: "approve", approval: "a", hash: "h", allow: false },
  { type: "answer", task: "t", question: "q", text: null },
  { type: "copy", text: "" },
  { type: "open-link", href: "https://example.com" },
  { type: "open-kept", path: "/kept" },
];

test("takes every message that the page may send", () => {
  for (const message of known) assert.deepEqual(checkMessage(message), message, message.type);
});

test("ignores what is no message, has a field too many, or one of the wrong type", () => {
  const wrong = [
    undefined,
    null,
    "ready",
    { type: "eval", code: "1" },
    { type: "run", action: "workbench.action.quit" },
    { type: "approve", approval: "a", hash: "h", allow: "yes" },
    { type: "stop", task: "t", more: 1 },
    { type: "start", id: 1, request: { ...request, budget: "1" } },
    { type: "find-history", search: "", limit: -1 },
  ];
  for (const message of wrong) assert.equal(checkMessage(message), undefined, JSON.stringify(message));
});

test("never throws, whatever comes", () => {
  fc.assert(fc.property(fc.anything(), (value) => void checkMessage(value)));
});
