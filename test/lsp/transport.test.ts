import assert from "node:assert/strict";
import { test } from "node:test";
import { transportProblem } from "../../server/lsp/transport.ts";

test("stdio and IPC are the only ways in", () => {
  assert.equal(transportProblem(["--stdio"]), undefined);
  assert.equal(transportProblem(["--node-ipc", "--clientProcessId=7"]), undefined);
  for (const words of [[], ["--socket=9000"], ["--pipe", "/tmp/x"], ["--stdio", "--socket", "9000"]]) {
    assert.match(transportProblem(words) ?? "", /--stdio or --node-ipc/);
  }
});
