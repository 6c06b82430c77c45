import assert from "node:assert/strict";
import { test } from "node:test";
import { canRunServer } from "../../../extension/connection/node-version.ts";

for (const version of ["24.15.0", "24.21.0", "26.10.0", "25.0.0"]) {
  test(`Node ${version} runs the server`, () => assert.equal(canRunServer(version), true));
}
for (const version of ["24.14.9", "22.23.3", "20.20.2", "", "unknown"]) {
  test(`Node "${version}" does not`, () => assert.equal(canRunServer(version), false));
}
