import assert from "node:assert/strict";
import { test } from "node:test";
import { failureOf } from "../../../extension/connection/failure-of.ts";
import { ServerFailure } from "../../../extension/connection/server-failure.ts";

const withCode = (code: number, message: string, data?: unknown) => Object.assign(new Error(message), { code, data });
const check = (error: unknown, kind: ServerFailure["kind"], message: string) => {
  const failure = failureOf(error, "lost");
  assert.deepEqual([failure.kind, failure.message], [kind, message]);
};

test("the server's reason is kept with its sentence", () => {
  check(withCode(-32803, "Trust it first.", { kind: "untrusted" }), "untrusted", "Trust it first.");
  check(withCode(-32602, "The prompt is empty.", { kind: "invalid-params" }), "invalid-params", "The prompt is empty.");
});

test("a reason that is not known here is still told", () => {
  check(withCode(-32803, "New.", { kind: "constructor" }), "failed", "New.");
  check(withCode(-32601, "Unhandled method", null), "failed", "Unhandled method");
  check("odd", "failed", "odd");
});

test("what was cancelled is no error", () =>
  check(withCode(-32800, "Request got cancelled"), "cancelled", "Request got cancelled"));

test("the end of the connection is told in the words for it", () => {
  check(withCode(-32097, "Pending response rejected since connection got disposed"), "not-running", "lost");
  check(withCode(-32096, "Client is not running"), "not-running", "lost");
  check(withCode(1, "Connection is closed."), "not-running", "lost");
});

test("a failure stays what it is", () => {
  const failure = new ServerFailure("refused", "No.");
  assert.equal(failureOf(failure, "lost"), failure);
});
